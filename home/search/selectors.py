"""One page of results: strict matches, a few loose ones, counts; every hit checked as it is shown."""

import logging
from collections.abc import Mapping

from django.core.paginator import Paginator

from portal.search.engines.base import EngineUnavailable, Hit, Result
from portal.search.models import SearchEntry
from portal.search.selectors import entries_of, is_askable, loose_matches, strict_matches

from .attachments import open_files
from .cards import rows_of
from .in_files import best_places, checked, found_in_files
from .queries import MOST_PAGES, PER_PAGE, Choice, SearchPage, SearchQuery
from .sources import SOURCE_BY_KIND, SOURCES
from .visibility import shown_among

logger = logging.getLogger(__name__)

FEW = 3
LOOSE_ROWS = 5
# A help page that quotes an example scores up to about the double of a lesson that treats it.
PLAIN_PAGE_SHARE = 0.5
PLAIN_PAGE_KEY = "page:"
SPARE_NOTICE = "搜索服务器暂时没有应答，下面的结果来自本机的备用索引，内容和平时一样新。您不用做什么。"
# Hits that may no longer be shown are asked away; the index follows within seconds anyway.
ATTEMPTS = 3

Shown = dict[str, tuple[SearchEntry, str]]


def search(query: SearchQuery, *, stage_names: Mapping[str, str] | None = None) -> SearchPage:
    """Answer a question. Never raises for any text; without an index ``available`` is False.

    ``stage_names`` are labels by code for the stage filter. Queries: a constant number, whatever
    the number of hits.
    """
    if not is_askable(query.text):
        return SearchPage(query)
    try:
        return found_page(query, stage_names or {})
    except EngineUnavailable:
        logger.exception("search cannot answer")
        return SearchPage(query, available=False)


def found_page(query: SearchQuery, stage_names: Mapping[str, str]) -> SearchPage:
    """The page of a question that can be asked."""
    hidden: set[str] = set()
    hits = found_in_files(query.text, filters_of(query))
    for _ in range(ATTEMPTS):
        in_files = best_places(hits)
        strict, loose = ask(query, hidden, in_files)
        keys = [hit.key for hit in (*strict.hits, *loose.hits)]
        shown = shown_entries([*keys, *(in_files[key].key for key in keys if key in in_files)])
        gone = set(keys) - set(shown)
        has_dead = has_dead_places(keys, in_files, shown)
        if has_dead:
            hits = checked(hits)
        if not gone and not has_dead:
            break
        hidden |= gone
    return assembled(query, strict, loose, shown, stage_names)


def has_dead_places(keys: list[str], in_files: Mapping[str, Hit], shown: Shown) -> bool:
    """Is a page that may be shown listed for a place that is gone, or whose file is closed?"""
    places = [in_files[key].key for key in keys if key in shown and key in in_files]
    files = {shown[key][0].file for key in places if key in shown}
    return any(key not in shown for key in places) or bool(files and open_files(files) != files)


def filters_of(query: SearchQuery) -> dict[str, tuple[str, ...]]:
    """The chosen values by facet."""
    return {name: (value,) for name, value in (("kind", query.kind), ("stage", query.stage)) if value}


def ask(query: SearchQuery, hidden: set[str], in_files: Mapping[str, Hit]) -> tuple[Result, Result]:
    """Strict matches of the page, by own text or in files, and, when there are few in all, loose ones."""
    filters = filters_of(query)
    strict = strict_matches(
        query.text, filters=filters, facets=("kind", "stage"), exclude_keys=hidden,
        offset=(query.page - 1) * PER_PAGE, limit=PER_PAGE,
        in_files={key: hit.score for key, hit in in_files.items()},
    )  # fmt: skip
    if strict.total >= FEW:
        return strict, Result()
    return strict, loose_matches(
        query.text, filters=filters, limit=LOOSE_ROWS, exclude_keys=hidden, in_files=in_files
    )


def shown_entries(keys: list[str]) -> Shown:
    """Entries and tree paths of those keys, places too, whose page may be shown now; three queries."""
    entries = entries_of(keys)
    paths = shown_among(entry.object_id for entry in entries.values())
    return {
        key: (entry, paths[entry.object_id])
        for key, entry in entries.items()
        if entry.object_id in paths and entry.kind in SOURCE_BY_KIND
    }


def assembled(
    query: SearchQuery, strict: Result, loose: Result, shown: Shown, stage_names: Mapping[str, str]
) -> SearchPage:
    """Put hits, counts and pager together."""
    paths = {entry.object_id: path for entry, path in shown.values()}
    entries = [entry for entry, _ in shown.values()]
    places = {entry.parent: entry for entry in entries if entry.parent}
    cards = rows_of((entry for entry in entries if not entry.parent), query.text, paths, places)

    def rows(hits: tuple[Hit, ...]) -> tuple:
        return tuple(cards[hit.key] for hit in hits if hit.key in cards)

    reachable = min(strict.total, MOST_PAGES * PER_PAGE)
    return SearchPage(
        query=query,
        rows=rows(plain_pages_down(strict.hits)),
        loose=rows(loose.hits),
        total=strict.total,
        kinds=choices(strict.counts["kind"], {source.kind: source.label for source in SOURCES}, query.kind),
        stages=choices(strict.counts["stage"], stage_names, query.stage),
        pager=Paginator(range(reachable), PER_PAGE).get_page(query.page),
        notices=(SPARE_NOTICE,) if strict.spare or loose.spare else (),
    )


def plain_pages_down(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Put help and notices below content that matches as well: their texts quote what people search for.

    The order changes within one page of hits only, so totals and pages stay those of the index.
    """

    def worth(hit: Hit) -> float:
        return hit.score * (PLAIN_PAGE_SHARE if hit.key.startswith(PLAIN_PAGE_KEY) else 1)

    return tuple(sorted(hits, key=worth, reverse=True))


def choices(counts: Mapping[str, int], labels: Mapping[str, str], selected: str) -> tuple[Choice, ...]:
    """Values that lead somewhere, and the selected one even when it does not, in the labels' order."""
    return tuple(
        Choice(value, label, counts.get(value, 0), value == selected)
        for value, label in labels.items()
        if counts.get(value) or value == selected
    )
