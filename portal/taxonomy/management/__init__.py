"""Management commands of the vocabularies."""
