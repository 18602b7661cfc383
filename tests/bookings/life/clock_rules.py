"""Time passes, and the worker does what is due."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from studysites.bookings.enums import BookingStatus
from studysites.bookings.models import Booking
from studysites.bookings.services.attendance import CORRECTION
from studysites.bookings.services.clocks import run_clocks
from studysites.bookings.services.hold_expiry import expire_holds
from studysites.bookings.services.waiting_clock import run_waiting

from .town import LifeTown, seldom, there_is

# From this step on a month may pass.
LATE = 30


class ClockRules(LifeTown):
    """Every periodic work of bookings, as the tick calls it."""

    @rule(hours=st.sampled_from([4, 1, 0]))
    def hours_pass(self, hours: int) -> None:
        self.let_time_pass(hours)

    @seldom
    @rule(hours=st.sampled_from([26, 50, 170]))
    def days_pass(self, hours: int) -> None:
        self.let_time_pass(hours)

    @seldom
    @precondition(lambda self: self.steps > LATE)
    @rule()
    def a_month_passes(self) -> None:
        """What nobody ever sent goes; the town goes on with sessions that are opened anew."""
        self.let_time_pass(31 * 24)

    @there_is(BookingStatus.CHECKED_IN)
    @rule()
    def session_ends(self) -> None:
        """Who is there has been there; who is not has not come."""
        booking = self.booking(0, BookingStatus.CHECKED_IN)
        self.moment = max(self.moment, booking.session.ends_at)
        self.let_time_pass(0)

    def let_time_pass(self, hours: int) -> None:
        """Holds, offers, reserves, choices, reminders, no-shows, completions and purges that are due."""
        self.moment += timedelta(hours=hours)
        self.done["expire_holds"] += expire_holds(self.moment)
        self.done.update(run_clocks(self.moment))
        self.done.update(run_waiting())
        long_over = self.moment - CORRECTION
        waits_for_ever = Booking.objects.filter(status="confirmed", session__ends_at__lt=long_over)
        # What the waiting clock confirmed just now is ended by the next tick.
        assert not waits_for_ever.exclude(updated_at=self.moment).exists()
