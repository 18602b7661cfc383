"""Commands of bookings."""
