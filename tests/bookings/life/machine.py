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

SCENES = ("queue", "visit", "ballot", "day at two bases")


class LifeMachine(
    SchoolRules, WaitingRules, BaseRules, VisitRules, JourneyRules, PeopleRules, ClockRules, LifeChecks
):
    """Each walk begins in a ``scene`` where something is going on, so that few steps lead far."""

    scene = "queue"

    @initialize(moment=DAYS)
    def begin(self, moment) -> None:
        """Make the town and what the walk begins with."""
        scene = self.scene
        self.set_up(moment)
        if scene == "queue":
            self.keep_for(0, "first_timer", 30)
            self.ask(request_booking, 2, 1, 40, **CONTACT)
            self.ask(join_waitlist, 1, 1, 40, label="7班", **CONTACT)
        elif scene == "visit":
            staff = self.staff[self.sessions[0].organisation_id]
            self.ask(book_on_behalf, 0, 0, 34, actor=staff, **CONTACT)
            self.ask(book_on_behalf, 1, 0, 12, actor=staff, **CONTACT)
            self.go_to(self.sessions[0].starts_at)
        elif scene == "ballot":
            for school in range(3):
                self.ask(apply_for_ballot, school, 4, 40, **CONTACT)
        else:
            held = self.hold_day(0, 2, 12)
            self.attempt(submit_trip, **self.of_trip(held), **CONTACT)
            self.decide(decline_booking, 0, BookingStatus.PENDING, reason="讲解员不足")
