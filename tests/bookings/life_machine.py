"""The steps of a random walk over the whole life of bookings."""

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from studysites.bookings.enums import STANDING, BookingStatus
from studysites.bookings.models import Booking, CapacityBucket
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
from tests.factories.visits import party

from .life_town import LifeTown

CONTACT = {"contact_name": "李老师", "contact_phone": "0377-63100000"}
PUPILS = st.sampled_from([12, 34, 40])
NUMBER = st.integers(min_value=0, max_value=99)
CHANGING = (BookingStatus.HELD, BookingStatus.OFFERED, BookingStatus.PENDING, BookingStatus.CONFIRMED)


def there_is(*statuses: BookingStatus) -> Any:
    """Let a rule run only while a booking is in one of the statuses."""
    return precondition(lambda machine: Booking.objects.filter(status__in=statuses).exists())


class LifeMachine(LifeTown):
    """Every service a rule; a refusal is as good an answer as any."""

    @initialize()
    def fill_one_session(self) -> None:
        """Begin with a visit that somebody waits for, so that most walks meet the queue."""
        self.set_up()
        self.ask(request_booking, 2, 1, 40, **CONTACT)
        self.ask(join_waitlist, 1, 1, 40, label="7班", **CONTACT)

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
