"""Taxonomy: the controlled vocabularies as dated data."""
