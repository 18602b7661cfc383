"""What is asked of the search and what comes back; plain values without a request."""

from dataclasses import dataclass, field

from django.core.paginator import Page as PagerPage
from django.utils.safestring import SafeString

from .in_files import FoundIn

PER_PAGE = 10
MOST_PAGES = 50


@dataclass(frozen=True)
class SearchQuery:
    """One question: cleaned words, a kind of page or none, a stage or none, the page of results."""

    text: str = ""
    kind: str = ""
    stage: str = ""
    page: int = 1


@dataclass(frozen=True)
class Choice:
    """One value of a filter with the number of strict matches it would leave."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class SearchRow:
    """One hit as the card shows it; the field names are those of search_hit_card.html."""

    url: str
    kind: str
    kind_label: str
    title_html: SafeString
    snippet_html: SafeString
    meta: tuple[str, ...] = ()
    next_label: str = ""
    found_in: FoundIn | None = None


@dataclass(frozen=True)
class SearchPage:
    """One page of results.

    ``pager`` counts the strict matches; ``loose`` holds a few that match in part, shown only when
    strict ones are few. ``available`` is False while no index can answer.
    """

    query: SearchQuery
    rows: tuple[SearchRow, ...] = ()
    loose: tuple[SearchRow, ...] = ()
    total: int = 0
    kinds: tuple[Choice, ...] = ()
    stages: tuple[Choice, ...] = ()
    pager: PagerPage | None = None
    available: bool = True
    notices: tuple[str, ...] = field(default=())
