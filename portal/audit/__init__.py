"""Audit: who changed what, in the same transaction as the change."""
