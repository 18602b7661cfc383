"""All bookings of the city for the bureau: those ahead, by base, day and school, with their numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page as ListPage
from django.db.models import Count, QuerySet
from django.utils import timezone

from portal.organisations.models import Organisation, OrganisationKind

from ..enums import BookingStatus
from ..models import Booking
from .bookings import COMING, listed, paged


@dataclass(frozen=True)
class BureauWish:
    """What the officer looks for; each part may be left open. ``school`` is a part of its name."""

    base_id: int | None = None
    day: date | None = None
    school: str = ""
    status: str = ""

    @property
    def is_open(self) -> bool:
        """Whether everything is wanted."""
        return self == BureauWish()


def bookings_of_bureau(wish: BureauWish | None = None, *, page: int | str = 1) -> ListPage:
    """Return a page of the visits ahead and of those going on that fit, by time. 20 a page, 2 queries."""
    rows = ahead(wish or BureauWish())
    return paged(listed(rows).order_by("session__starts_at", "id"), page)


def counts_of_bureau() -> Mapping[str, int]:
    """Return status -> how many visits are ahead or going on in it, all of COMING. 1 query."""
    rows = ahead(BureauWish()).order_by().values_list("status").annotate(count=Count("pk"))
    found = dict(rows.values_list("status", "count"))
    return {status: found.get(status, 0) for status in COMING}


def bases() -> tuple[tuple[int, str], ...]:
    """Return (id, short name) of every base. 1 query."""
    rows = Organisation.objects.filter(kind=OrganisationKind.BASE).order_by("name")
    return tuple((base.pk, base.short_name) for base in rows)


def statuses() -> tuple[tuple[str, str], ...]:
    """Return (status, words) of what the list holds."""
    return tuple((status, str(BookingStatus(status).label)) for status in COMING)


def ahead(wish: BureauWish) -> QuerySet[Booking]:
    """Visits that are not over and fit the wish."""
    rows = Booking.objects.filter(status__in=COMING, session__ends_at__gt=timezone.now())
    if wish.base_id is not None:
        rows = rows.filter(session__organisation_id=wish.base_id)
    if wish.day is not None:
        rows = rows.filter(session__starts_at__date=wish.day)
    if wish.school:
        rows = rows.filter(school__name__icontains=wish.school)
    return rows.filter(status=wish.status) if wish.status else rows
