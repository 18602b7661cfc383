"""Models of bookings."""

from .booking import Booking, IdempotencyRecord, Party
from .capacity import Allocation, CapacityBucket
from .sessions import VisitSession

__all__ = ["Allocation", "Booking", "CapacityBucket", "IdempotencyRecord", "Party", "VisitSession"]
