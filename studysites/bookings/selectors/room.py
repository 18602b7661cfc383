"""Sessions that still take the smallest party of their programme, asked for many programmes at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from ..enums import BucketUnit, SessionStatus
from ..models import CapacityBucket, VisitSession
from .bookable import in_window, open_days
from .rules import planning_calendar


@dataclass(frozen=True)
class NextVisit:
    """The earliest session of a programme that takes its smallest party; ``places`` are people."""

    starts_at: datetime
    places: int


def roomy_sessions() -> QuerySet[VisitSession]:
    """Return bookable sessions that still take the smallest party of their programme, earliest first.

    Bookable: open, inside the base's booking window, not on a closed day. 2 queries for the rules.
    """
    now = timezone.now()
    here = CapacityBucket.objects.filter(session=OuterRef("pk"), band="")
    size = F("capacity") + F("overbook_allowance")
    rows = VisitSession.objects.filter(
        in_window(now, planning_calendar()),
        Exists(here.filter(unit=BucketUnit.PEOPLE, taken__lte=size - OuterRef("programme__min_party"))),
        Exists(here.filter(unit=BucketUnit.GROUPS, taken__lte=size - 1)),
        starts_at__gt=now,
        status=SessionStatus.OPEN,
    )
    return open_days(rows).order_by("starts_at", "pk")


def next_visits_of_programmes(programme_ids: Iterable[int]) -> dict[int, NextVisit]:
    """Return programme id -> its next session with room, for programmes that have one. 3 queries."""
    people = CapacityBucket.objects.filter(session=OuterRef("pk"), unit=BucketUnit.PEOPLE, band="")
    left = people.values(left=F("capacity") + F("overbook_allowance") - F("taken"))[:1]
    rows = roomy_sessions().filter(programme_id__in=list(programme_ids)).annotate(left=Subquery(left))
    visits: dict[int, NextVisit] = {}
    for programme_id, starts_at, places in rows.values_list("programme_id", "starts_at", "left"):
        visits.setdefault(programme_id, NextVisit(starts_at, places))
    return visits
