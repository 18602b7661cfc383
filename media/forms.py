"""Upload forms: alt text is required, contents must be what the name says."""
