"""What the pages of bases and programmes ask; sessions and places come from the bookings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from wagtail.models import Page

from portal.taxonomy.models import Unit

from .bookings.models import VisitSession
from .bookings.selectors import SessionRow, roomy_sessions
from .bookings.selectors.sessions import as_rows, with_related
from .models import ProgrammePage, StudySitePage

# More sessions of the open month would bury what follows them on a phone.
AT_ONCE = 10


@dataclass(frozen=True)
class UnitRow:
    """A textbook unit a base or programme serves."""

    code: str
    title: str
    volume: str
    unchecked: bool


@dataclass(frozen=True)
class SiteLinks:
    """Live public pages joined to a base; lessons and guides are page objects of another app."""

    programmes: list[ProgrammePage]
    lessons: list[Any]
    guides: list[Any]


def sites_on_show() -> list[StudySitePage]:
    """Return every live public base ready for its card, in the order editors gave. 6 queries."""
    return list(StudySitePage.objects.live().exclude(Page.objects.private_q()).order_by("path").for_cards())


def next_session_of_sites(sites: Iterable[Page]) -> dict[int, SessionRow]:
    """Return base id -> its next session with places left, for bases that have one. 6 queries."""
    paths = {site.path: site.pk for site in sites}
    firsts = first_sessions(paths)
    sessions = with_related(VisitSession.objects.filter(pk__in=firsts)).order_by("starts_at", "pk")
    found: dict[int, SessionRow] = {}
    for row in as_rows(sessions):
        found.setdefault(paths[firsts[row.id]], row)
    return found


def first_sessions(paths: Iterable[str]) -> dict[int, str]:
    """Return session id -> base path: the first session with room of every programme. 3 queries."""
    first = roomy_sessions().filter(programme=OuterRef("pk")).values("pk")[:1]
    rows = ProgrammePage.objects.live().annotate(first=Subquery(first)).filter(first__isnull=False)
    wanted = set(paths)
    pairs = ((number, path[: -Page.steplen]) for number, path in rows.values_list("first", "path"))
    return {number: path for number, path in pairs if path in wanted}


@dataclass(frozen=True)
class MonthRows:
    """The sessions of one month, written 2026年11月.

    ``bookable`` says whether any takes a request now, ``first`` marks the month a page opens: the first
    bookable one, or the first of all when none is.
    """

    label: str
    rows: list[SessionRow]
    bookable: bool
    first: bool

    @property
    def near(self) -> list[SessionRow]:
        """The sessions of the open month shown at once, from the first bookable one on."""
        return self.rows[self.begin : self.begin + AT_ONCE]

    @property
    def rest(self) -> list[SessionRow]:
        """The other sessions of the open month, folded."""
        return self.rows[: self.begin] + self.rows[self.begin + AT_ONCE :]

    @property
    def begin(self) -> int:
        """Where the first bookable session stands."""
        return next((place for place, row in enumerate(self.rows) if row.book_url), 0)


def sessions_by_month(rows: Sequence[SessionRow]) -> list[MonthRows]:
    """Return the sessions under their months, in the order given."""
    months: dict[str, list[SessionRow]] = {}
    for row in rows:
        start = timezone.localtime(row.start)
        months.setdefault(f"{start.year}年{start.month}月", []).append(row)
    open_ones = [label for label, listed in months.items() if any(row.book_url for row in listed)]
    first = next(iter(open_ones or months), "")
    return [MonthRows(label, listed, label in open_ones, label == first) for label, listed in months.items()]


def site_links(page: StudySitePage) -> SiteLinks:
    """Return programmes, lessons and guides of a base, a relation set on their side. 4 queries."""
    restricted = Page.objects.private_q()
    programmes = ProgrammePage.objects.live().child_of(page).exclude(restricted).order_by("path")
    if not page.pk:  # a preview of a base that was never saved: nothing can name it yet
        return SiteLinks([], [], [])
    lessons = page.lessons.live().exclude(restricted).select_related("stage", "lesson_type")
    guides = page.guides.live().exclude(restricted)
    return SiteLinks(
        programmes=list(programmes),
        lessons=list(lessons.order_by("stage__sort", "path").defer_streamfields()),
        guides=list(guides.order_by("path").defer_streamfields()),
    )


def unit_rows(units: Iterable[Unit]) -> list[UnitRow]:
    """Return the chosen units with their books, in the order of the books. 2 queries."""
    chosen = Unit.objects.filter(pk__in=[unit.pk for unit in units]).select_related("volume")
    return [
        UnitRow(
            code=unit.code,
            title=f"第{unit.number}单元 {unit.zh}",
            volume=unit.volume.zh,
            unchecked=unit.is_unchecked or unit.volume.is_unchecked,
        )
        for unit in chosen.order_by("volume__sort", "number")
    ]


def programmes_by_site(condition: Q) -> dict[int, list[ProgrammePage]]:
    """Return base id -> its live public programmes that meet a condition. 3 queries."""
    found = ProgrammePage.objects.live().exclude(Page.objects.private_q()).filter(condition).distinct()
    programmes = list(found.order_by("path"))
    parents = {programme.path[: -Page.steplen] for programme in programmes}
    sites = dict(StudySitePage.objects.filter(path__in=parents).values_list("path", "pk"))
    grouped: dict[int, list[ProgrammePage]] = {}
    for programme in programmes:
        grouped.setdefault(sites[programme.path[: -Page.steplen]], []).append(programme)
    return grouped
