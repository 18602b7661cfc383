"""A school plans, holds, sends, changes and withdraws."""

import uuid

from hypothesis.stateful import rule

from studysites.bookings.enums import STANDING, BookingStatus
from studysites.bookings.services import request_booking, withdraw_booking
from studysites.bookings.services.changes import change_parties, change_session, give_back
from studysites.bookings.services.drafts import save_draft
from studysites.bookings.services.final_numbers import confirm_final_numbers
from studysites.bookings.services.holds import extend_hold, give_up_hold, hold_places
from studysites.bookings.services.submissions import submit_booking
from tests.factories.visits import party

from .town import CONTACT, NUMBER, PUPILS, LifeTown, roomy, seldom, there_is

HELD, DRAFT = BookingStatus.HELD, BookingStatus.DRAFT
KNOWN = (BookingStatus.PENDING, BookingStatus.CONFIRMED)
CHANGING = (HELD, BookingStatus.OFFERED, *KNOWN)


class SchoolRules(LifeTown):
    """What a coordinator does with a booking of the school."""

    @roomy
    @rule(school=NUMBER, session=NUMBER, pupils=PUPILS)
    def hold(self, school: int, session: int, pupils: int) -> None:
        self.ask(hold_places, school, session, pupils)

    @roomy
    @rule(school=NUMBER, session=NUMBER, pupils=PUPILS)
    def request(self, school: int, session: int, pupils: int) -> None:
        self.ask(request_booking, school, session, pupils, **CONTACT)

    @roomy
    @rule(school=NUMBER, session=NUMBER, pupils=PUPILS)
    def draft(self, school: int, session: int, pupils: int) -> None:
        self.ask(save_draft, school, session, pupils)

    @there_is(DRAFT)
    @rule(number=NUMBER, session=NUMBER, pupils=PUPILS)
    def hold_a_draft(self, number: int, session: int, pupils: int) -> None:
        booking = self.booking(number, DRAFT)
        if booking is not None:
            self.attempt(
                hold_places, actor=self.asker(booking), school_id=booking.school_id, key=uuid.uuid4().hex,
                session_id=self.session(session).pk, parties=[party("3班", pupils=pupils)],
                booking_id=booking.pk,
            )  # fmt: skip

    @there_is(HELD)
    @rule(number=NUMBER)
    def submit(self, number: int) -> None:
        self.answer(submit_booking, number, HELD, **CONTACT)

    @there_is(HELD)
    @rule(number=NUMBER)
    def extend(self, number: int) -> None:
        self.answer(extend_hold, number, HELD)

    @there_is(HELD, DRAFT)
    @seldom
    @rule(number=NUMBER)
    def give_up(self, number: int) -> None:
        self.answer(give_up_hold, number, HELD, DRAFT)

    @there_is(*(STANDING - {HELD}))
    @rule(number=NUMBER)
    def withdraw(self, number: int) -> None:
        self.answer(withdraw_booking, number, *STANDING)

    @there_is(*CHANGING)
    @rule(number=NUMBER, pupils=PUPILS)
    def change(self, number: int, pupils: int) -> None:
        rows = [party("1班", pupils=pupils), party("2班", pupils=12)]
        self.answer(change_parties, number, *CHANGING, parties=rows)

    @there_is(*CHANGING)
    @rule(number=NUMBER)
    def shrink_party(self, number: int) -> None:
        booking = self.booking(number, *CHANGING)
        row = booking.parties.first() if booking is not None else None
        if row is not None:
            numbers = {row.pk: (row.pupils - 2, row.adults)}
            self.answer(give_back, number, *CHANGING, numbers=numbers)

    @there_is(*KNOWN)
    @rule(number=NUMBER, session=NUMBER)
    def change_date(self, number: int, session: int) -> None:
        found = self.session_like(self.booking(number, *KNOWN), session)
        self.answer(change_session, number, *KNOWN, session_id=found.pk)

    @there_is(BookingStatus.CONFIRMED)
    @rule(number=NUMBER)
    def say_numbers_are_final(self, number: int) -> None:
        self.answer(confirm_final_numbers, number, BookingStatus.CONFIRMED)
