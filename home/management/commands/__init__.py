"""Management commands of the top app."""
