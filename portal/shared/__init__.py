"""The shared floor: imports nothing of the other apps."""
