"""The next visit with places left, for the hits of one page."""

from collections.abc import Iterable

from studysites.bookings.selectors import NextVisit, next_visits_of_programmes
from studysites.models import ProgrammePage


def next_visits(paths: Iterable[str]) -> dict[str, NextVisit]:
    """The next visit by tree path of a base or a programme; two queries, none without paths.

    Paths without a visit are left out. A base has the earliest visit of all its programmes.
    """
    wanted = sorted(set(paths))
    if not wanted:
        return {}
    below = programme_paths(wanted)
    by_programme = next_visits_of_programmes(below)
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
    rows = ProgrammePage.objects.none()
    for path in paths:
        rows = rows | ProgrammePage.objects.live().filter(path__startswith=path)
    return dict(rows.values_list("pk", "path"))
