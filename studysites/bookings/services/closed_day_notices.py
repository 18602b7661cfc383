"""Who hopes for places on a day hears that the base closes or reopens it."""

from datetime import date

from django.db.models import Q

from portal.shared.templatetags.portal_ui import cn_date

from .. import mail_closed_days
from ..enums import BookingStatus, OfferOutcome
from ..models import Booking, ClosedDay
from .notices import requester_of, send

# Whose answer the closing puts off; pending and confirmed visits are for the base's staff to move or
# cancel, which tells their schools.
HOPING = (BookingStatus.WAITLISTED, BookingStatus.APPLIED, BookingStatus.OFFERED)


def tell_closed(closing: ClosedDay) -> None:
    """Tell every school that waits, applied or is offered places on the day why nothing comes of it now.

    Call inside the transaction that writes ``closing``. Nothing ends: places in the queue and
    applications stay, and no offer is made on a closed day (offers.answer_until).
    """
    day = cn_date(closing.day)
    for booking in hoping_for(closing.organisation_id, closing.day):
        text = mail_closed_days.day_closed(booking, day, closing.reason)
        send("booking.day_closed", requester_of(booking), text)


def tell_reopened(closing: ClosedDay) -> None:
    """Tell those who still hope for the day that it goes on; inside the transaction that reopens it."""
    for booking in hoping_for(closing.organisation_id, closing.day):
        text = mail_closed_days.day_reopened(booking, cn_date(closing.day))
        send("booking.day_reopened", requester_of(booking), text)


def hoping_for(organisation_id: int, day: date) -> list[Booking]:
    """Return the bookings that hope for places on a day of a base, moved visits asked to come then too."""
    own = Q(status__in=HOPING, session__organisation_id=organisation_id, session__starts_at__date=day)
    asked = Q(
        status=BookingStatus.MOVED_OFFER,
        offers__outcome=OfferOutcome.OPEN,
        offers__session__organisation_id=organisation_id,
        offers__session__starts_at__date=day,
    )
    related = ("session__programme", "session__organisation", "school", "requested_by")
    return list(Booking.objects.filter(own | asked).select_related(*related).distinct().order_by("id"))
