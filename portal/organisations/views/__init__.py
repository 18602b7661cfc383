"""Views of organisations."""
