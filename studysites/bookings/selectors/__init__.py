"""Everything the portal asks about sessions and bookings; frozen rows, constant numbers of queries."""

from .base_sessions import BaseSessionRow, session_of_base, sessions_of_base
from .bookings import (
    BookingDetail,
    BookingRow,
    PartyRow,
    booking_detail,
    bookings_standing,
)
from .programmes import ProgrammeChoice, ProgrammeOwner, programme_owner, programmes_of_base
from .room import NextVisit, next_visits_of_programmes, roomy_sessions
from .sessions import (
    SessionRow,
    VisitPlan,
    next_sessions,
    open_sessions,
    sessions_that_fit,
    visit_plan,
)

__all__ = [
    "BaseSessionRow", "BookingDetail", "BookingRow", "NextVisit", "PartyRow", "ProgrammeChoice",
    "ProgrammeOwner", "SessionRow", "VisitPlan", "booking_detail",
    "bookings_standing", "next_sessions", "next_visits_of_programmes", "open_sessions",
    "programme_owner", "programmes_of_base", "roomy_sessions", "session_of_base", "sessions_of_base",
    "sessions_that_fit", "visit_plan",
]  # fmt: skip
