"""Background work: the supervised worker and what runs in it periodically."""
