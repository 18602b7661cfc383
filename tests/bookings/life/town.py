"""The town a random walk over bookings takes place in: people, sessions, and a clock that can be set."""

import uuid
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition

from portal.organisations.models import Role
from studysites.bookings.dates import ZONE
from studysites.bookings.enums import TERMINAL, BookingStatus, ResourceKind
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import Booking, TravelTime
from tests.factories.inventory import make_resource
from tests.factories.pages import make_programme
from tests.factories.visits import at, make_coordinator, make_member, make_session, organisation_of, party

CONTACT = {"contact_name": "李老师", "contact_phone": "0377-63100000"}
PUPILS = st.sampled_from([12, 34, 40])
NUMBER = st.integers(min_value=0, max_value=99)
MOST_LIVE = 6
# A Monday, and the last working day before the National Day of 2026.
DAYS = st.sampled_from([datetime(2026, 3, 2, 8, tzinfo=ZONE), datetime(2026, 9, 10, 8, tzinfo=ZONE)])


def there_is(*statuses: BookingStatus) -> Any:
    """Let a rule run only while a booking is in one of the statuses."""
    return precondition(lambda machine: any(machine.present[status] for status in statuses))


# Without these a walk would spend its steps on what is always possible and never come to a visit.
seldom = precondition(lambda machine: machine.steps % 4 == 0)
roomy = precondition(lambda machine: machine.live_bookings() < MOST_LIVE)


class LifeTown(RuleBasedStateMachine):
    """Five sessions of two bases, one of them given by ballot; three schools.

    Over all runs ``reached`` holds the statuses seen and ``done`` counts the services that were let
    through, so that a test can tell whether the walk went anywhere. ``present`` counts the bookings of
    each status as the last check saw them, ``sizes`` remembers the places of (session, unit), reserves
    included.
    """

    reached: set[str] = set()
    done: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.present: Counter[str] = Counter()
        self.steps = 0
        self.sizes: dict[tuple[int, str], int] = {}
        self.moment = timezone.now()
        self.clock = mock.patch.object(timezone, "now", lambda: self.moment)
        self.clock.start()
        self.run_of_tests = transaction.atomic()
        self.run_of_tests._from_testcase = True  # as Django's TestCase: durable blocks may stand inside
        self.run_of_tests.__enter__()

    def teardown(self) -> None:
        """Undo the run."""
        transaction.set_rollback(True)
        self.run_of_tests.__exit__(None, None, None)
        self.clock.stop()

    @classmethod
    def found(cls) -> None:
        """Make bases and people, once before all runs: what a run changes of them is undone with it."""
        cls.programmes = make_programme(), make_programme()
        bases = [organisation_of(one) for one in cls.programmes]
        TravelTime.objects.create(origin=bases[0], destination=bases[1], minutes=30)
        cls.lunch_areas = {base.pk: make_resource(base, ResourceKind.LUNCH, "餐厅", 60) for base in bases}
        cls.coach_parks = {base.pk: make_resource(base, ResourceKind.COACH_BAY, "车场") for base in bases}
        cls.coordinators = [make_coordinator() for _ in range(3)]
        cls.coordinators.append(make_coordinator(cls.coordinators[0].school))
        cls.staff = {base.pk: make_member(Role.BASE_STAFF, base) for base in bases}
        cls.managers = {base.pk: make_member(Role.BASE_MANAGER, base) for base in bases}

    def set_up(self, moment: datetime) -> None:
        """Open the sessions of the town as of ``moment``."""
        self.moment = moment
        programme, other = self.programmes
        self.sessions = [
            make_session(programme, starts_at=at(18), people=60, groups=2),
            make_session(programme, starts_at=at(19), people=60, groups=2),
            make_session(other, starts_at=at(18, hour=14), people=44, groups=2),
            make_session(other, starts_at=at(18, hour=16), people=60, groups=2),
            make_session(other, starts_at=at(19), people=60, groups=2, by_ballot=True),
        ]

    # What the rules choose from.

    def live_bookings(self) -> int:
        return sum(number for status, number in self.present.items() if status not in TERMINAL)

    def coordinator(self, number: int) -> Any:
        return self.coordinators[number % len(self.coordinators)]

    def session(self, number: int) -> Any:
        return self.sessions[number % len(self.sessions)]

    def session_like(self, booking: Booking, number: int) -> Any:
        """Return another session of the booking's base, or the same where there is no other."""
        base, present = booking.session.organisation_id, booking.session_id
        own = [one for one in self.sessions if one.organisation_id == base and one.pk != present]
        return own[number % len(own)] if own else booking.session

    def booking(self, number: int, *statuses: BookingStatus) -> Booking | None:
        """Return one booking of the statuses, of the earliest sessions first."""
        related = ("session", "requested_by", "trip")
        rows = Booking.objects.select_related(*related).order_by("session__starts_at", "id")
        found = list(rows.filter(status__in=statuses))
        return found[number % len(found)] if found else None

    def asker(self, booking: Booking) -> Any:
        """Return who answers for a booking on the school's side."""
        mine = [one.user for one in self.coordinators if one.school_id == booking.school_id]
        return booking.requested_by or mine[0]

    def attempt(self, work: Callable[..., Any], **values: Any) -> Any:
        """Call a service a second later; a refusal is as good an answer as any and gives None."""
        self.moment += timedelta(seconds=1)
        try:
            answer = work(**values)
        except BookingRefused:
            return None
        self.done[work.__name__] += 1
        return answer

    def ask(
        self,
        work: Callable[..., Any],
        school: int,
        session: int,
        pupils: int,
        label: str = "1班",
        **extra: Any,
    ) -> Any:
        """Let a school ask for a session; ``actor`` may be somebody else."""
        who = self.coordinator(school)
        return self.attempt(
            work,
            school_id=who.school_id,
            session_id=self.session(session).pk,
            parties=[party(label, pupils=pupils)],
            key=uuid.uuid4().hex,
            **{"actor": who.user, **extra},
        )

    def answer(self, work: Callable[..., Any], number: int, *statuses: BookingStatus, **extra: Any) -> Any:
        """Let the school answer for one of its bookings."""
        booking = self.booking(number, *statuses)
        if booking is None:
            return None
        return self.attempt(
            work, actor=self.asker(booking), booking_id=booking.pk, version=booking.version, **extra
        )

    def decide(self, work: Callable[..., Any], number: int, *statuses: BookingStatus, **extra: Any) -> Any:
        """Let the base's manager, who is staff too, write something on one of its bookings."""
        booking = self.booking(number, *statuses)
        if booking is None:
            return None
        actor = self.managers[booking.session.organisation_id]
        return self.attempt(work, actor=actor, booking_id=booking.pk, version=booking.version, **extra)
