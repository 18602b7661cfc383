"""Who acts for the school of one booking; a deputy is one of its coordinators."""

from portal.accounts.models import User
from portal.organisations.policies import can_book_for

from ..exceptions import BookingRefused
from ..models import Booking


def check_school_side(actor: User, booking: Booking) -> None:
    """Refuse ``not_allowed`` to everyone but the coordinators of the booking's school."""
    if not can_book_for(actor, booking.school_id):
        raise BookingRefused("not_allowed")
