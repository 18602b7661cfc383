"""The base decides, moves, closes, keeps places and books for schools."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from studysites.bookings.dates import ZONE
from studysites.bookings.enums import BookingStatus, SessionStatus
from studysites.bookings.models import ClosedDay, VisitSession
from studysites.bookings.services import (
    add_session,
    close_session,
    confirm_booking,
    decline_booking,
    reopen_session,
    resize_session,
    withdraw_booking,
)
from studysites.bookings.services.closed_days import close_day, reopen_day
from studysites.bookings.services.moved_offers import offer_move
from studysites.bookings.services.on_behalf import book_on_behalf
from studysites.bookings.services.reserves import set_reserve
from tests.factories.visits import at

from .town import CONTACT, NUMBER, PUPILS, LifeTown, roomy, seldom, there_is

PENDING = BookingStatus.PENDING
KNOWN = (PENDING, BookingStatus.CONFIRMED)
DECLINED = "讲解员不足"
# A town of so many sessions is large enough.
MOST_SESSIONS = 9


class BaseRules(LifeTown):
    """What the people of a base do."""

    @there_is(PENDING)
    @rule(number=NUMBER)
    def confirm(self, number: int) -> None:
        self.decide(confirm_booking, number, PENDING)

    @there_is(PENDING)
    @rule(number=NUMBER)
    def decline(self, number: int) -> None:
        self.decide(decline_booking, number, PENDING, reason=DECLINED)

    @there_is(*KNOWN)
    @seldom
    @rule(number=NUMBER)
    def call_off(self, number: int) -> None:
        self.decide(withdraw_booking, number, *KNOWN, reason=DECLINED)

    @there_is(*KNOWN)
    @rule(number=NUMBER)
    def offer_another_day(self, number: int) -> None:
        booking = self.booking(number, *KNOWN)
        target = self.session_like(booking, number)
        self.decide(offer_move, number, *KNOWN, session_id=target.pk, reason="展厅检修")

    @roomy
    @rule(school=NUMBER, session=NUMBER, pupils=PUPILS)
    def book_for_a_school(self, school: int, session: int, pupils: int) -> None:
        staff = self.staff[self.session(session).organisation_id]
        self.ask(book_on_behalf, school, session, pupils, label="9班", actor=staff, **CONTACT)

    @seldom
    @rule(session=NUMBER, people=st.sampled_from([15, 30]), band=st.sampled_from(["first_timer", "rural"]))
    def keep_places(self, session: int, people: int, band: str) -> None:
        self.keep_for(session, band, people)

    def keep_for(self, session: int, band: str, people: int) -> None:
        """Keep places for some schools; the tick opens what is left of them."""
        until = self.moment + timedelta(hours=3)
        reserve = {"band": band, "people": people, "groups": 1, "until": until, "now": self.moment}
        self.manage(set_reserve, session, **reserve)

    @seldom
    @rule(session=NUMBER, people=st.sampled_from([30, 60, 90]))
    def resize(self, session: int, people: int) -> None:
        """Make a session larger or smaller; the ledger forbids what would not fit."""
        self.manage(resize_session, session, people=people, groups=2)
        self.sizes.clear()

    @seldom
    @rule(session=NUMBER)
    def stop_or_go_on(self, session: int) -> None:
        if VisitSession.objects.filter(pk=self.session(session).pk, status=SessionStatus.OPEN).exists():
            self.manage(close_session, session, reason="展厅检修")
        else:
            self.manage(reopen_session, session)

    @seldom
    @rule(session=NUMBER)
    def close_a_day(self, session: int) -> None:
        self.close_the_day_of(session)

    def close_the_day_of(self, session: int) -> None:
        """Let the base receive nobody on the day of a session."""
        found = self.session(session)
        day = {"organisation_id": found.organisation_id, "day": found.starts_at.astimezone(ZONE).date()}
        self.attempt(close_day, actor=self.managers[found.organisation_id], **day, reason="展厅检修")

    @seldom
    @precondition(lambda self: ClosedDay.objects.exists())
    @rule(number=NUMBER)
    def reopen_a_day(self, number: int) -> None:
        days = list(ClosedDay.objects.order_by("id"))
        found = days[number % len(days)]
        base = found.organisation_id
        self.attempt(reopen_day, actor=self.managers[base], organisation_id=base, day=found.day)

    @seldom
    @rule(session=NUMBER)
    def open_another_session(self, session: int) -> None:
        """Go on with life when time has passed."""
        found = self.session(session)
        if len(self.sessions) < MOST_SESSIONS:
            values = {"programme_id": found.programme_id, "starts_at": at(18, hour=10), "people": 60}
            manager = self.managers[found.organisation_id]
            made = self.attempt(add_session, actor=manager, **values, groups=2)
            self.sessions.extend([made] if made is not None else [])

    def manage(self, work, session: int, **values) -> None:
        """Let the manager of a session's base change it."""
        found = self.session(session)
        self.attempt(work, actor=self.managers[found.organisation_id], session_id=found.pk, **values)
