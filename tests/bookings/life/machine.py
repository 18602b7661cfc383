"""The rules a walk is made of: every service of bookings is one, mixed in by subject."""

from hypothesis.stateful import initialize

from studysites.bookings.enums import BookingStatus
from studysites.bookings.services import decline_booking, request_booking
from studysites.bookings.services.applications import apply_for_ballot
from studysites.bookings.services.on_behalf import book_on_behalf
from studysites.bookings.services.trips import submit_trip
from studysites.bookings.services.waitlist import join_waitlist

from .base_rules import BaseRules
from .checks import LifeChecks
from .clock_rules import ClockRules
from .journey_rules import JourneyRules
from .people_rules import PeopleRules
from .school_rules import SchoolRules
from .town import CONTACT, DAYS
from .visit_rules import VisitRules
from .waiting_rules import WaitingRules

SCENES = ("queue", "queue_of_a_closed_day", "visit", "lunch", "ballot", "day_at_two_bases")


class LifeMachine(
    SchoolRules, WaitingRules, BaseRules, VisitRules, JourneyRules, PeopleRules, ClockRules, LifeChecks
):
    """Each walk begins in a ``scene`` where something is going on, so that few steps lead far."""

    scene = "queue"

    @initialize(moment=DAYS)
    def begin(self, moment) -> None:
        """Make the town and what the walk begins with."""
        self.set_up(moment)
        getattr(self, self.scene)()

    def queue(self) -> None:
        """A school waits for a session, and places of another one are kept for a day."""
        self.keep_for(0, "first_timer", 30)
        self.ask(request_booking, 2, 1, 40, **CONTACT)
        self.ask(join_waitlist, 1, 1, 40, label="7班", **CONTACT)

    def queue_of_a_closed_day(self) -> None:
        """Places came free, but the base receives nobody that day."""
        self.queue()
        self.close_the_day_of(1)
        self.decide(decline_booking, 0, BookingStatus.PENDING, reason="讲解员不足")

    def visit(self) -> None:
        """Two groups are expected within half an hour."""
        staff = self.staff[self.sessions[0].organisation_id]
        for school, pupils in ((0, 34), (1, 12)):
            self.ask(book_on_behalf, school, 0, pupils, actor=staff, **CONTACT)
        self.go_to(self.sessions[0].starts_at)

    def lunch(self) -> None:
        """Two schools of two days have seats and coach bays."""
        for school in (0, 1):
            self.ask(request_booking, school, school, 12, **CONTACT)
            self.tell(school, coaches=1, eats=True, half_hour=0)

    def ballot(self) -> None:
        """Three schools hope for the places of one."""
        for school in range(3):
            self.ask(apply_for_ballot, school, 4, 40, **CONTACT)

    def day_at_two_bases(self) -> None:
        """One of two bases cannot receive the group."""
        held = self.hold_day(0, 2, 12)
        self.attempt(submit_trip, **self.of_trip(held), **CONTACT)
        self.decide(decline_booking, 0, BookingStatus.PENDING, reason="讲解员不足")
