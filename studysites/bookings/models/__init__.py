"""Models of bookings."""

from .booking import Booking, IdempotencyRecord, Party
from .capacity import Allocation, CapacityBucket
from .details import GateCount, VisitDetails
from .journeys import GradePlan, TravelTime, Trip
from .resources import Assignment, Resource, ResourceLeave
from .rules import BaseRules, PriceItem
from .sessions import VisitSession
from .templates import ClosedDay, SessionTemplate
from .waiting import Offer, WaitlistEntry

__all__ = [
    "Allocation", "Assignment", "BaseRules", "Booking", "CapacityBucket", "ClosedDay", "GateCount",
    "GradePlan", "IdempotencyRecord", "Offer", "Party", "PriceItem", "Resource", "ResourceLeave",
    "SessionTemplate", "TravelTime", "Trip", "VisitDetails", "VisitSession", "WaitlistEntry",
]  # fmt: skip
