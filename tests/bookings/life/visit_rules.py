"""The day of the visit, and what the base must know of the group before it."""

import uuid
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from studysites.bookings.dates import ZONE
from studysites.bookings.enums import BookingStatus, LunchKind, TransportMode
from studysites.bookings.services.attendance import (
    check_in,
    complete_visit,
    mark_no_show,
    reverse_no_show,
    undo_check_in,
)
from studysites.bookings.services.details import DETAILED, GroupDetails, save_details
from studysites.bookings.services.gate import count_at_gate
from studysites.bookings.services.shared_places import LunchSlot
from studysites.bookings.windows import lunch_windows

from .town import NUMBER, LifeTown, there_is

CONFIRMED, CHECKED_IN = BookingStatus.CONFIRMED, BookingStatus.CHECKED_IN
COMPLETED, NO_SHOW = BookingStatus.COMPLETED, BookingStatus.NO_SHOW


class VisitRules(LifeTown):
    """Group details with lunch seats and coach bays; arrivals, counts, ends, no-shows and corrections."""

    @there_is(*DETAILED)
    @rule(number=NUMBER, coaches=st.integers(0, 1), eats=st.booleans(), half_hour=st.integers(0, 1))
    def tell_details(self, number: int, coaches: int, eats: bool, half_hour: int) -> None:
        self.tell(number, coaches, eats, half_hour)

    def tell(self, number: int, coaches: int, eats: bool, half_hour: int) -> None:
        """Let a school say how its group comes and eats."""
        booking = self.booking(number, *DETAILED)
        windows = lunch_windows(booking.session.starts_at.astimezone(ZONE).date())
        area = self.lunch_areas[booking.session.organisation_id]
        people = sum(party.people for party in booking.parties.all())
        details = GroupDetails(
            transport=TransportMode.COACH if coaches else TransportMode.WALK,
            coach_count=coaches,
            lunch=LunchKind.PACKED if eats else LunchKind.NONE,
            lunch_people=people if eats else 0,
            lunch_slot=LunchSlot(area.pk, windows[half_hour][0]) if eats else None,
        )
        self.answer(save_details, number, *DETAILED, details=details)

    @there_is(CONFIRMED)
    @rule(number=NUMBER)
    def go_to_a_visit(self, number: int) -> None:
        """Let the time come that the next groups are expected."""
        booking = self.booking(number, CONFIRMED)
        self.go_to(booking.session.starts_at)

    @precondition(lambda self: self.present[CONFIRMED] and self.somebody_is_due())
    @rule(number=NUMBER)
    def arrive(self, number: int) -> None:
        self.decide(check_in, number, CONFIRMED)

    @there_is(CHECKED_IN)
    @rule(number=NUMBER)
    def take_arrival_back(self, number: int) -> None:
        self.decide(undo_check_in, number, CHECKED_IN)

    @there_is(CHECKED_IN, COMPLETED)
    @rule(number=NUMBER, direction=st.sampled_from(["in", "out"]), people=st.sampled_from([12, 14, 36]))
    def count(self, number: int, direction: str, people: int) -> None:
        booking = self.booking(number, CHECKED_IN, COMPLETED)
        values = {"party_id": booking.parties.first().pk, "direction": direction, "people": people}
        staff = self.staff[booking.session.organisation_id]
        self.attempt(count_at_gate, actor=staff, nonce=uuid.uuid4().hex, **values)

    @there_is(CHECKED_IN)
    @rule(number=NUMBER)
    def end_a_visit(self, number: int) -> None:
        self.decide(complete_visit, number, CHECKED_IN)

    @precondition(lambda self: self.present[CONFIRMED] and self.somebody_is_due())
    @rule(number=NUMBER)
    def miss(self, number: int) -> None:
        """Note a no-show half an hour after the start of a session."""
        booking = self.booking(number, CONFIRMED)
        self.moment = max(self.moment, booking.session.starts_at + timedelta(minutes=30))
        self.decide(mark_no_show, number, CONFIRMED)

    @there_is(NO_SHOW)
    @rule(number=NUMBER)
    def come_after_all(self, number: int) -> None:
        self.decide(reverse_no_show, number, NO_SHOW)

    def go_to(self, starts_at) -> None:
        """Set the clock to half an hour before a start, never back; nothing runs meanwhile."""
        self.moment = max(self.moment, starts_at - timedelta(minutes=30))

    def somebody_is_due(self) -> bool:
        """Say whether a session begins within the hour or began today."""
        soon = self.moment + timedelta(hours=1)
        return any(timedelta() < soon - one.starts_at < timedelta(hours=12) for one in self.sessions)
