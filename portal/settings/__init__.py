"""Settings modules: base (safe for production), embedded, production, test."""
