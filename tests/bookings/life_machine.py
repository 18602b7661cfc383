"""A machine that walks bookings through their whole life and looks at the ledger after every step."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from portal.organisations.models import Role
from studysites.bookings.enums import CONSUMING, STANDING, BookingStatus, OfferOutcome
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import Allocation, Booking, CapacityBucket, Offer, Party, TravelTime
from studysites.bookings.services import (
    confirm_booking,
    decline_booking,
    request_booking,
    resize_session,
    withdraw_booking,
)
from studysites.bookings.services.changes import change_parties, change_session, give_back
from studysites.bookings.services.holds import (
    expire_holds,
    extend_hold,
    give_up_hold,
    hold_places,
    save_draft,
)
from studysites.bookings.services.moved_offers import offer_move
from studysites.bookings.services.offers import accept_offer, decline_offer, lapse_offers, promote_all
from studysites.bookings.services.reserves import release_reserves, set_reserve
from studysites.bookings.services.submissions import submit_booking
from studysites.bookings.services.trips import cancel_trip, hold_trip, submit_trip
from studysites.bookings.services.waitlist import join_waitlist
from tests.factories.pages import make_programme
from tests.factories.visits import at, make_coordinator, make_member, make_session, party

CONTACT = {"contact_name": "李老师", "contact_phone": "0377-63100000"}
PUPILS = st.sampled_from([12, 34, 40])
NUMBER = st.integers(min_value=0, max_value=99)
CHANGING = (BookingStatus.HELD, BookingStatus.OFFERED, BookingStatus.PENDING, BookingStatus.CONFIRMED)


def there_is(*statuses: BookingStatus) -> Any:
    """Let a rule run only while a booking is in one of the statuses."""
    return precondition(lambda machine: Booking.objects.filter(status__in=statuses).exists())


class LifeMachine(RuleBasedStateMachine):
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

    @initialize()
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

    # The rules.

    @rule(school=NUMBER, session=NUMBER, pupils=PUPILS)
    def hold(self, school: int, session: int, pupils: int) -> None:
        self.ask(hold_places, school, session, pupils)

    @rule(school=NUMBER, session=NUMBER, pupils=PUPILS)
    def request(self, school: int, session: int, pupils: int) -> None:
        self.ask(request_booking, school, session, pupils, **CONTACT)

    @rule(school=NUMBER, session=NUMBER, pupils=PUPILS)
    def draft(self, school: int, session: int, pupils: int) -> None:
        self.ask(save_draft, school, session, pupils)

    @rule(school=NUMBER, session=NUMBER, pupils=PUPILS)
    def wait(self, school: int, session: int, pupils: int) -> None:
        """Wait where places are short; a session with room refuses."""
        full = CapacityBucket.objects.filter(unit="people", band="").order_by("-taken", "id").first()
        number = [one.pk for one in self.sessions].index(full.session_id) if full else session
        self.ask(join_waitlist, school, number, pupils, label="7班", **CONTACT)

    @there_is(BookingStatus.HELD)
    @rule(number=NUMBER)
    def submit(self, number: int) -> None:
        self.answer(submit_booking, number, BookingStatus.HELD, **CONTACT)

    @there_is(BookingStatus.HELD)
    @rule(number=NUMBER)
    def extend(self, number: int) -> None:
        self.answer(extend_hold, number, BookingStatus.HELD)

    @there_is(BookingStatus.HELD, BookingStatus.DRAFT)
    @rule(number=NUMBER)
    def give_up(self, number: int) -> None:
        self.answer(give_up_hold, number, BookingStatus.HELD, BookingStatus.DRAFT)

    @there_is(
        BookingStatus.PENDING,
        BookingStatus.CONFIRMED,
        BookingStatus.WAITLISTED,
        BookingStatus.OFFERED,
        BookingStatus.MOVED_OFFER,
    )
    @rule(number=NUMBER)
    def withdraw(self, number: int) -> None:
        self.answer(withdraw_booking, number, *STANDING)

    @there_is(BookingStatus.HELD, BookingStatus.OFFERED, BookingStatus.PENDING, BookingStatus.CONFIRMED)
    @rule(number=NUMBER, pupils=PUPILS)
    def change(self, number: int, pupils: int) -> None:
        rows = [party("1班", pupils=pupils), party("2班", pupils=12)]
        self.answer(change_parties, number, *CHANGING, parties=rows)

    @there_is(BookingStatus.HELD, BookingStatus.OFFERED, BookingStatus.PENDING, BookingStatus.CONFIRMED)
    @rule(number=NUMBER)
    def shrink_party(self, number: int) -> None:
        booking = self.booking(number, *CHANGING)
        row = booking.parties.first() if booking is not None else None
        if row is not None:
            numbers = {row.pk: (row.pupils - 2, row.adults)}
            self.answer(give_back, number, *CHANGING, numbers=numbers)

    @there_is(BookingStatus.PENDING, BookingStatus.CONFIRMED)
    @rule(number=NUMBER, session=NUMBER)
    def move(self, number: int, session: int) -> None:
        self.answer(change_session, number, *CHANGING, session_id=self.session(session).pk)

    @there_is(BookingStatus.PENDING)
    @rule(number=NUMBER)
    def confirm(self, number: int) -> None:
        self.decide(confirm_booking, number)

    @there_is(BookingStatus.PENDING)
    @rule(number=NUMBER)
    def decline(self, number: int) -> None:
        self.decide(decline_booking, number, reason="讲解员不足")

    @there_is(BookingStatus.PENDING, BookingStatus.CONFIRMED)
    @rule(number=NUMBER)
    def offer_another_day(self, number: int) -> None:
        booking = self.booking(number, BookingStatus.PENDING, BookingStatus.CONFIRMED)
        if booking is not None:
            staff = self.staff[booking.session.organisation_id]
            target = next(one for one in self.sessions if one.pk != booking.session_id)
            self.attempt(
                offer_move, actor=staff, booking_id=booking.pk, version=booking.version,
                session_id=target.pk, reason="展厅检修",
            )  # fmt: skip

    @there_is(BookingStatus.WAITLISTED)
    @rule(session=NUMBER)
    def free_a_full_session(self, session: int) -> None:
        """Let one go where somebody waits, so that offers are made."""
        waiting = Booking.objects.filter(session=self.session(session), status=BookingStatus.WAITLISTED)
        holder = Booking.objects.filter(session=self.session(session), status=BookingStatus.PENDING).first()
        if holder is not None and waiting.exists():
            self.attempt(
                withdraw_booking, actor=holder.requested_by, booking_id=holder.pk, version=holder.version
            )
            promote_all(timezone.now())

    @there_is(BookingStatus.WAITLISTED)
    @rule()
    def promote(self) -> None:
        promote_all(timezone.now())

    @there_is(BookingStatus.OFFERED, BookingStatus.MOVED_OFFER)
    @rule(number=NUMBER)
    def accept(self, number: int) -> None:
        self.answer(accept_offer, number, BookingStatus.OFFERED, BookingStatus.MOVED_OFFER)

    @there_is(BookingStatus.OFFERED, BookingStatus.MOVED_OFFER)
    @rule(number=NUMBER)
    def refuse(self, number: int) -> None:
        self.answer(decline_offer, number, BookingStatus.OFFERED, BookingStatus.MOVED_OFFER)

    @there_is(BookingStatus.HELD, BookingStatus.OFFERED, BookingStatus.MOVED_OFFER)
    @rule(hours=st.sampled_from([1, 50]))
    def clock(self, hours: int) -> None:
        later = timezone.now() + timedelta(hours=hours)
        expire_holds(later), lapse_offers(later), release_reserves(later)

    @rule(school=NUMBER, pupils=PUPILS)
    def day_at_two_bases(self, school: int, pupils: int) -> None:
        who = self.coordinator(school)
        self.attempt(
            hold_trip, actor=who.user, school_id=who.school_id, key=uuid.uuid4().hex,
            session_ids=(self.sessions[0].pk, self.sessions[2].pk), parties=[party("5班", pupils=pupils)],
        )  # fmt: skip

    @rule(number=NUMBER, send=st.booleans())
    def settle_day(self, number: int, send: bool) -> None:
        trips = list(Booking.objects.exclude(trip=None).order_by("id"))
        if trips:
            one = trips[number % len(trips)]
            values = {"actor": one.requested_by, "trip_id": one.trip_id, "key": uuid.uuid4().hex}
            self.attempt(submit_trip, **values, **CONTACT) if send else self.attempt(cancel_trip, **values)

    @rule(session=NUMBER, people=st.sampled_from([15, 30, 60]), keep=st.booleans())
    def manage(self, session: int, people: int, keep: bool) -> None:
        """Keep places for first-timers, or resize; the ledger forbids what would not fit."""
        found, now = self.session(session), timezone.now()
        values = {"actor": self.managers[found.organisation_id], "session_id": found.pk}
        if keep:
            until = now + timedelta(days=1)
            reserve = {"band": "first_timer", "people": people // 2, "groups": 1, "until": until}
            self.attempt(set_reserve, **values, **reserve, now=now)
        else:
            self.attempt(resize_session, **values, people=people, groups=2)

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
