"""The next visit with places left, read from the ledger for the hits of one page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from studysites.bookings.enums import BucketUnit, SessionStatus
from studysites.bookings.models import CapacityBucket
from studysites.models import ProgrammePage


@dataclass(frozen=True)
class NextVisit:
    """The earliest open visit that still takes the smallest party; ``places`` are people."""

    starts_at: datetime
    places: int


def next_visits(paths: Iterable[str]) -> dict[str, NextVisit]:
    """The next visit by tree path of a base or a programme; two queries, none without paths.

    Paths without a visit are left out. A base has the earliest visit of all its programmes.
    """
    wanted = sorted(set(paths))
    if not wanted:
        return {}
    below = programme_paths(wanted)
    by_programme = visits_of_programmes(below)
    found: dict[str, NextVisit] = {}
    for path in wanted:
        visits = [
            by_programme[pk] for pk, own in below.items() if own.startswith(path) and pk in by_programme
        ]
        if visits:
            found[path] = min(visits, key=lambda visit: visit.starts_at)
    return found


def programme_paths(paths: list[str]) -> dict[int, str]:
    """Tree paths by id of the live programmes at or below the paths."""
    prefix = [path[: len(path)] for path in paths]
    rows = ProgrammePage.objects.none()
    for path in prefix:
        rows = rows | ProgrammePage.objects.live().filter(path__startswith=path)
    return dict(rows.values_list("pk", "path"))


def visits_of_programmes(programme_ids: Iterable[int]) -> dict[int, NextVisit]:
    """The earliest open session with room by programme; one query."""
    roomy = CapacityBucket.objects.filter(
        unit=BucketUnit.GROUPS, taken__lt=F("capacity") + F("overbook_allowance")
    )
    rows = CapacityBucket.objects.filter(
        unit=BucketUnit.PEOPLE,
        session__programme_id__in=list(programme_ids),
        session__status=SessionStatus.OPEN,
        session__starts_at__gt=timezone.now(),
        session_id__in=roomy.values("session_id"),
        taken__lte=F("capacity") + F("overbook_allowance") - F("session__programme__min_party"),
    ).order_by("session__starts_at", "session_id")
    visits: dict[int, NextVisit] = {}
    fields = rows.values_list(
        "session__programme_id", "session__starts_at", "capacity", "overbook_allowance", "taken"
    )
    for programme_id, starts_at, capacity, extra, taken in fields:
        visits.setdefault(programme_id, NextVisit(starts_at, capacity + extra - taken))
    return visits
