"""Found entries as result cards."""

from collections.abc import Iterable, Mapping

from django.utils import timezone

from portal.search.highlighting import marked_title, snippet
from portal.search.models import SearchEntry
from portal.shared.templatetags.portal_ui import cn_date_short, cn_time, file_word

from .in_files import found_in
from .places import NextVisit, next_visits
from .queries import SearchRow
from .sources import SOURCE_BY_KIND

BOOKABLE = frozenset({"site", "programme"})
NO_VISIT = "近期没有可预约的场次"


def rows_of(
    entries: Iterable[SearchEntry], text: str, paths: Mapping[int, str], places: Mapping[str, SearchEntry]
) -> dict[str, SearchRow]:
    """Cards by key; places left are read for these entries only.

    ``places`` are the entries of the best places in files, by the key of the page's entry.
    """
    listed = list(entries)
    visits = next_visits(paths[entry.object_id] for entry in listed if entry.kind in BOOKABLE)
    return {
        entry.key: row_of(entry, text, visits.get(paths[entry.object_id]), places.get(entry.key))
        for entry in listed
    }


def row_of(
    entry: SearchEntry, text: str, visit: NextVisit | None, place: SearchEntry | None = None
) -> SearchRow:
    """One card: the title and the place in the text, or in a file, that matched, marked."""
    source = SOURCE_BY_KIND[entry.kind]
    summary = entry.card.get("summary", "")
    inside = found_in(entry, place, text)
    body = place.body if inside and place and place.body else entry.body
    return SearchRow(
        url=entry.url,
        kind=source.door,
        kind_label=source.label,
        title_html=marked_title(entry.title, text),
        snippet_html=snippet(body, text, fallback=summary),
        meta=tuple(meta_of(entry)),
        next_label=visit_label(visit) if entry.kind in BOOKABLE else "",
        found_in=inside,
    )


def meta_of(entry: SearchEntry) -> list[str]:
    """Grade, type, minutes, base and kinds of files, as far as they are known."""
    card = entry.card
    files = dict.fromkeys(file_word(kind) for kind in card.get("files", []))
    parts = [card.get("base"), card.get("grade"), card.get("type"), minutes_of(card), " · ".join(files)]
    return [part for part in parts if part]


def minutes_of(card: Mapping[str, object]) -> str:
    """Minutes with their measure word."""
    return f"{card['minutes']} 分钟" if card.get("minutes") else ""


def visit_label(visit: NextVisit | None) -> str:
    """The next visit with places left, and when that was read."""
    if visit is None:
        return NO_VISIT
    when = f"{cn_date_short(visit.starts_at)} {cn_time(visit.starts_at)}"
    return f"最近可约 {when}，余 {visit.places} 人（截至 {cn_time(timezone.now())}）"
