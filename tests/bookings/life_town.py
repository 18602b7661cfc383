"""The town a random walk over bookings takes place in, and what must hold after every step of it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Sum
from hypothesis.stateful import RuleBasedStateMachine, invariant

from portal.organisations.models import Role
from studysites.bookings.enums import CONSUMING, STANDING, BookingStatus, OfferOutcome
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import Allocation, Booking, CapacityBucket, Offer, Party, TravelTime
from tests.factories.pages import make_programme
from tests.factories.visits import at, make_coordinator, make_member, make_session, party


class LifeTown(RuleBasedStateMachine):
    """Two sessions of one base, one of another; three schools; every service a rule.

    ``reached`` counts the statuses seen over all runs, so that a test can tell whether the walk went
    anywhere.
    """

    reached: set[str] = set()

    def __init__(self) -> None:
        super().__init__()
        self.run_of_tests = transaction.atomic()
        self.run_of_tests._from_testcase = True  # as Django's TestCase: durable blocks may stand inside
        self.run_of_tests.__enter__()

    def teardown(self) -> None:
        """Undo the run."""
        transaction.set_rollback(True)
        self.run_of_tests.__exit__(None, None, None)

    def set_up(self) -> None:
        """Make the town."""
        programme, other = make_programme(), make_programme()
        self.sessions = [
            make_session(programme, starts_at=at(18), people=60, groups=2),
            make_session(programme, starts_at=at(19), people=60, groups=2),
            make_session(other, starts_at=at(18, hour=14), people=44, groups=2),
        ]
        bases = [self.sessions[0].organisation, self.sessions[2].organisation]
        TravelTime.objects.create(origin=bases[0], destination=bases[1], minutes=30)
        self.coordinators = [make_coordinator() for _ in range(3)]
        self.staff = {base.pk: make_member(Role.BASE_STAFF, base) for base in bases}
        self.managers = {base.pk: make_member(Role.BASE_MANAGER, base) for base in bases}

    # What the rules choose from.

    def coordinator(self, number: int) -> Any:
        return self.coordinators[number % len(self.coordinators)]

    def session(self, number: int) -> Any:
        return self.sessions[number % len(self.sessions)]

    def booking(self, number: int, *statuses: BookingStatus) -> Booking | None:
        rows = Booking.objects.select_related("session", "requested_by").order_by("id")
        found = list(rows.filter(status__in=statuses) if statuses else rows)
        return found[number % len(found)] if found else None

    def attempt(self, work: Callable[..., Any], **values: Any) -> None:
        """Call a service; a refusal is as good an answer as any."""
        try:
            work(**values)
        except BookingRefused:
            return

    def ask(
        self,
        work: Callable[..., Any],
        school: int,
        session: int,
        pupils: int,
        label: str = "1班",
        **extra: Any,
    ) -> None:
        who = self.coordinator(school)
        self.attempt(
            work,
            actor=who.user,
            school_id=who.school_id,
            session_id=self.session(session).pk,
            parties=[party(label, pupils=pupils)],
            key=uuid.uuid4().hex,
            **extra,
        )

    def answer(self, work: Callable[..., Any], number: int, *statuses: BookingStatus, **extra: Any) -> None:
        booking = self.booking(number, *statuses)
        if booking is not None:
            self.attempt(
                work,
                actor=booking.requested_by,
                booking_id=booking.pk,
                version=booking.version,
                **extra,
            )

    def decide(self, work: Callable[..., Any], number: int, **extra: Any) -> None:
        booking = self.booking(number, BookingStatus.PENDING)
        if booking is not None:
            staff = self.staff[booking.session.organisation_id]
            self.attempt(work, actor=staff, booking_id=booking.pk, version=booking.version, **extra)

    # What must hold after every step.

    @invariant()
    def ledger_is_the_sum_of_live_allocations(self) -> None:
        for bucket in CapacityBucket.objects.all():
            live = Allocation.objects.filter(bucket=bucket, released_at=None)
            assert bucket.taken == (live.aggregate(sum=Sum("quantity"))["sum"] or 0)
            assert 0 <= bucket.taken <= bucket.capacity + bucket.overbook_allowance

    @invariant()
    def places_belong_to_bookings_that_consume(self) -> None:
        for booking in Booking.objects.all():
            self.reached.add(booking.status)
            live = Allocation.objects.filter(booking=booking, released_at=None)
            people = live.filter(bucket__unit="people").aggregate(sum=Sum("quantity"))["sum"] or 0
            wanted = sum(row.people for row in booking.parties.all())
            if booking.status not in CONSUMING:
                assert people == 0
            elif booking.status == BookingStatus.MOVED_OFFER:
                assert people == 2 * wanted
            else:
                assert people == wanted

    @invariant()
    def repeated_fields_agree(self) -> None:
        for row in Party.objects.select_related("booking"):
            assert (row.session_id, row.school_id) == (row.booking.session_id, row.booking.school_id)
            assert row.active == (row.booking.status in STANDING)

    @invariant()
    def open_offers_have_bookings_that_wait_for_them(self) -> None:
        waiting = {BookingStatus.OFFERED, BookingStatus.MOVED_OFFER}
        offered = set(Offer.objects.filter(outcome=OfferOutcome.OPEN).values_list("booking_id", flat=True))
        assert offered == set(Booking.objects.filter(status__in=waiting).values_list("pk", flat=True))
