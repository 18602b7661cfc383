"""What was typed, found inside files: the best place of each page, checked as it is asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from portal.search.engines.base import Hit
from portal.search.highlighting import held, sound_spans
from portal.search.models import SearchEntry
from portal.search.selectors import live_places, place_matches

from .attachments import open_files

# Places looked at; a page whose files hold the words only further down is found by its own text alone.
MOST_PLACES = 100
# What a place adds to its page: measured, see docs/decisions/0010-text-in-files.md.
PLACE_SHARE = 0.6
PER_READING_PAGE = 30


@dataclass(frozen=True)
class FoundIn:
    """What a card says: in which file, where in it, and the address that opens it there."""

    file: str
    place: str
    url: str


def found_in_files(text: str, filters: Mapping[str, tuple[str, ...]]) -> tuple[Hit, ...]:
    """Places that hold what was typed, best first, as the index knows them. Raises EngineUnavailable."""
    return place_matches(text, filters=filters, limit=MOST_PLACES)


def best_places(hits: Iterable[Hit]) -> dict[str, Hit]:
    """The best place by key of the page it belongs to; the score is what it adds to the page's."""
    best: dict[str, Hit] = {}
    for hit in hits:
        parent = hit.key.rsplit(":", 2)[0]
        best.setdefault(parent, Hit(hit.key, hit.score * PLACE_SHARE))
    return best


def checked(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Those places that are still attached and whose file is open to everyone now; up to four queries."""
    listed = list(hits)
    known = live_places(hit.key for hit in listed)
    allowed = open_files(known.values())
    return tuple(hit for hit in listed if known.get(hit.key) in allowed)


def found_in(page: SearchEntry, place: SearchEntry | None, text: str) -> FoundIn | None:
    """What the card says of a place; None when the page itself holds as much of what was typed."""
    if place is None:
        return None
    own = held(f"{page.title}\n{page.body}", text) or bool(sound_spans(page.title, text))
    words = f"{place.title}\n{place.card['file']}\n{place.keywords}\n{place.body}"
    inside = held(words, text) or bool(sound_spans(place.title, text))
    if inside <= own:
        return None
    return FoundIn(place.card["file"], place.card["place"], place_address(place, text))


def place_address(place: SearchEntry, text: str) -> str:
    """The address that opens a file at a place, with the words to be marked where we show the text."""
    order, number = place.card["order"], place.card["number"]
    if "/read/" in place.url:
        return f"{place.url}#page={number}" if number else place.url
    fields = {"q": text} if text else {}
    sheet = (order - 1) // PER_READING_PAGE + 1
    if sheet > 1:
        fields["page"] = str(sheet)
    anchor = f"#place-{order}" if order else ""
    return place.url + (f"?{urlencode(fields)}" if fields else "") + anchor
