"""A random walk over the whole life of bookings: the town, its rules by subject, what must always hold."""
