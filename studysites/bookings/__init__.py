"""Bookings: sessions, the capacity ledger, requests and decisions. Knows pages only by foreign key."""
