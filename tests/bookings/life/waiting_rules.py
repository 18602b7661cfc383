"""Queues, offers and ballots."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from studysites.bookings.enums import BookingStatus
from studysites.bookings.models import Booking, CapacityBucket
from studysites.bookings.services import withdraw_booking
from studysites.bookings.services.applications import (
    apply_for_ballot,
    award_application,
    waitlist_application,
)
from studysites.bookings.services.offers import accept_offer, decline_offer
from studysites.bookings.services.waiting_clock import run_waiting
from studysites.bookings.services.waiting_terms import change_min_people
from studysites.bookings.services.waitlist import join_waitlist

from .town import CONTACT, NUMBER, PUPILS, LifeTown, roomy, there_is

WAITLISTED, APPLIED = BookingStatus.WAITLISTED, BookingStatus.APPLIED
OFFERED = (BookingStatus.OFFERED, BookingStatus.MOVED_OFFER)


class WaitingRules(LifeTown):
    """What happens where places are short."""

    @roomy
    @rule(school=NUMBER, session=NUMBER, pupils=PUPILS, label=st.sampled_from(["7班", "8班"]))
    def wait(self, school: int, session: int, pupils: int, label: str) -> None:
        """Wait where places are short; a session with room refuses."""
        full = CapacityBucket.objects.filter(unit="people", band="", session__isnull=False)
        full = full.filter(session__starts_at__gt=self.moment).order_by("-taken", "id").first()
        number = [one.pk for one in self.sessions].index(full.session_id) if full else session
        self.ask(join_waitlist, school, number, pupils, label=label, **CONTACT)

    @there_is(WAITLISTED)
    @rule(number=NUMBER, people=st.sampled_from([None, 13, 20]))
    def come_with_fewer(self, number: int, people: int | None) -> None:
        self.answer(change_min_people, number, WAITLISTED, min_people=people)

    @there_is(WAITLISTED)
    @rule(number=NUMBER)
    def free_a_full_session(self, number: int) -> None:
        """Let one go where somebody waits, so that offers are made."""
        waiting = self.booking(number, WAITLISTED)
        standing = [BookingStatus.PENDING, BookingStatus.CONFIRMED]
        holder = Booking.objects.filter(session=waiting.session, status__in=standing, trip=None).first()
        if holder is not None:
            actor = self.asker(holder)
            self.attempt(withdraw_booking, actor=actor, booking_id=holder.pk, version=holder.version)
            run_waiting()

    @there_is(*OFFERED)
    @rule(number=NUMBER)
    def accept(self, number: int) -> None:
        self.answer(accept_offer, number, *OFFERED)

    @there_is(*OFFERED)
    @rule(number=NUMBER)
    def refuse(self, number: int) -> None:
        self.answer(decline_offer, number, *OFFERED)

    @roomy
    @rule(school=NUMBER, pupils=PUPILS, label=st.sampled_from(["1班", "4班"]))
    def apply(self, school: int, pupils: int, label: str) -> None:
        self.ask(apply_for_ballot, school, 4, pupils, label=label, **CONTACT)

    @there_is(APPLIED)
    @rule(number=NUMBER)
    def award(self, number: int) -> None:
        self.decide(award_application, number, APPLIED)

    @there_is(APPLIED)
    @rule(number=NUMBER)
    def put_into_the_queue(self, number: int) -> None:
        self.decide(waitlist_application, number, APPLIED)
