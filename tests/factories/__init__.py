"""Factories of test objects, one module per app."""
