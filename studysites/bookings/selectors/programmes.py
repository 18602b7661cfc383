"""Which base a programme page belongs to, told from the responsibility record of the page tree."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from portal.organisations.models import EditorialRecord

from ..models import VisitSession

ProgrammePage: Any = VisitSession._meta.get_field("programme").related_model


@dataclass(frozen=True)
class ProgrammeOwner:
    """The base that runs a programme, and the programme's length in minutes."""

    organisation_id: int
    minutes: int


@dataclass(frozen=True)
class ProgrammeChoice:
    """A programme as the base's forms offer it; capacities in people and groups."""

    id: int
    title: str
    minutes: int
    capacity_people: int
    capacity_groups: int
    group_size: int = 45


def programme_owner(programme_id: int) -> ProgrammeOwner | None:
    """Return the base of a live programme: its own record, else the nearest one above. 2 queries."""
    programme = ProgrammePage.objects.live().filter(pk=programme_id).first()
    if programme is None:
        return None
    paths = paths_above(programme)
    records = EditorialRecord.objects.filter(page__path__in=paths).order_by("-page__depth")
    organisation_id = records.values_list("organisation_id", flat=True).first()
    return ProgrammeOwner(organisation_id, programme.minutes) if organisation_id else None


def programmes_of_base(organisation_id: int) -> tuple[ProgrammeChoice, ...]:
    """Return the live programmes a base runs, by title. 2 queries."""
    records = dict(EditorialRecord.objects.values_list("page__path", "organisation_id"))
    choices = []
    for page in ProgrammePage.objects.live().order_by("title"):
        owners = [records[path] for path in reversed(paths_above(page)) if path in records]
        if owners[:1] == [organisation_id]:
            choices.append(
                ProgrammeChoice(
                    id=page.pk,
                    title=page.title,
                    minutes=page.minutes,
                    capacity_people=page.capacity_people,
                    capacity_groups=page.capacity_groups,
                    group_size=page.group_size,
                )
            )
    return tuple(choices)


def paths_above(page: Page) -> list[str]:
    """Return the tree paths from the root down to the page itself."""
    return [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]
