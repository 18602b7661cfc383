"""Measurements people run by hand; nothing of the portal imports them."""
