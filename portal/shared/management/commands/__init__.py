"""Management commands of the shared floor."""
