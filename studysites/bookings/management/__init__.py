"""Management of bookings."""
