"""A day at two bases, and a grade over several sessions."""

import uuid

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from studysites.bookings.models import Booking, Trip
from studysites.bookings.services.grade_plans import Allotment, plan_grade
from studysites.bookings.services.listed_plans import plan_grade_listed
from studysites.bookings.services.trips import cancel_trip, hold_trip, keep_half, replace_half, submit_trip
from tests.factories.visits import make_grade, party

from .town import CONTACT, NUMBER, PUPILS, LifeTown, roomy

halved = precondition(lambda machine: Trip.objects.filter(decide_by__isnull=False).exists())


class JourneyRules(LifeTown):
    """Several bookings in one transaction."""

    @roomy
    @rule(school=NUMBER, second=st.integers(2, 3), pupils=PUPILS)
    def hold_a_day(self, school: int, second: int, pupils: int) -> None:
        self.hold_day(school, second, pupils)

    def hold_day(self, school: int, second: int, pupils: int) -> Booking | None:
        """Hold a session of the one base and one of the other on the same day."""
        who, other = self.coordinator(school), self.sessions[second]
        return self.attempt(
            hold_trip, actor=who.user, school_id=who.school_id, key=uuid.uuid4().hex,
            session_ids=(self.sessions[0].pk, other.pk), parties=[party("5班", pupils=pupils)],
        )  # fmt: skip

    @rule(number=NUMBER, work=st.sampled_from([submit_trip, submit_trip, cancel_trip]))
    def settle_day(self, number: int, work) -> None:
        trips = list(Booking.objects.exclude(trip=None).order_by("id"))
        if trips:
            one = trips[number % len(trips)]
            contact = CONTACT if work is submit_trip else {}
            self.attempt(work, **self.of_trip(one), **contact)

    @halved
    @rule(number=NUMBER)
    def keep_the_other_half(self, number: int) -> None:
        self.choose(keep_half, number)

    @halved
    @rule(number=NUMBER, session=st.sampled_from([0, 2, 3]))
    def replace_a_half(self, number: int, session: int) -> None:
        self.choose(replace_half, number, session_id=self.sessions[session].pk)

    def choose(self, work, number: int, **values) -> None:
        """Answer for a day of which one base fell away."""
        halves = list(Booking.objects.filter(trip__decide_by__isnull=False).order_by("id"))
        self.attempt(work, **self.of_trip(halves[number % len(halves)]), **values)

    def of_trip(self, booking: Booking) -> dict:
        """Return who acts on the trip of a booking."""
        return {"actor": self.asker(booking), "trip_id": booking.trip_id, "key": uuid.uuid4().hex}

    @roomy
    @rule(school=NUMBER, first=NUMBER, pupils=PUPILS, listed=st.booleans())
    def whole_grade(self, school: int, first: int, pupils: int, listed: bool) -> None:
        """Spread two classes over two sessions: all or none, or what fits."""
        who, grade = self.coordinator(school), make_grade()
        sessions = [self.session(first).pk, self.session(first + 1).pk]
        parties = [(party("11班", pupils=pupils),), (party("12班", pupils=pupils),)]
        self.attempt(
            plan_grade_listed if listed else plan_grade, actor=who.user, school_id=who.school_id,
            grade_id=grade.pk, allotments=list(map(Allotment, sessions, parties)), key=uuid.uuid4().hex,
            **CONTACT,
        )  # fmt: skip
