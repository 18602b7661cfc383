"""The sections of the front page, ready to draw.

Everything a visitor sees here is worked out once in 30 seconds, the longest that places left may be old
(design decision 25), and asked again at once when a page is published.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from studysites.bookings.selectors import next_sessions

from ..defaults import default_body
from ..models import HomePage
from .addresses import Address, addresses_below
from .calendar_days import calendar_days
from .fresh import fresh_guides, fresh_lessons
from .ladders import topic_ladder

FRESH_SECONDS = 30
# What stands in the head of the page, seen without scrolling: the first section of each of these kinds.
HEAD_KINDS = ("next_sessions", "calendar")
HERO_FILTER = "width-1200|format-webp|webpquality-80"


def front_page(page: HomePage, *, from_cache: bool = True) -> dict[str, Any]:
    """Return ``sections`` and ``hero`` of the front page; a preview asks with ``from_cache=False``.

    At most 25 queries when worked out, one look into the cache otherwise, whatever the number of items.
    """
    if not from_cache:
        return build(page)
    kept = cache.get(cache_key(page))
    if kept is None:
        kept = build(page)
        cache.set(cache_key(page), kept, FRESH_SECONDS)
    return kept


def cache_key(page: HomePage) -> str:
    """Return the key of today's front page in its published form."""
    return f"home:front:{page.pk}:{timezone.localdate().isoformat()}"


def forget(page: HomePage) -> None:
    """Drop what was kept, because a page was published or taken down."""
    cache.delete(cache_key(page))


def build(page: HomePage) -> dict[str, Any]:
    """Work out every section; an empty body means the default one."""
    restricted, address = Page.objects.private_q(), addresses_below(page)
    pairs = [(child.block_type, child.value) for child in page.body] or default_body()
    today = timezone.localdate()
    sections = []
    for number, (kind, value) in enumerate(pairs, 1):
        content = BUILDERS[kind](value, today, restricted, address)
        if content is not None:
            sections.append(
                {
                    "kind": kind,
                    "template": f"home/sections/{kind}.html",
                    "anchor": f"{kind}-{number}",
                    "heading": value["heading"],
                    **content,
                }
            )
    head = {kind: first_of(sections, kind) for kind in HEAD_KINDS}
    return {
        "head": head,
        "sections": [part for part in sections if part is not head.get(part["kind"])],
        "hero": hero_of(page),
    }


def first_of(sections: list[dict[str, Any]], kind: str) -> dict[str, Any] | None:
    """Return the first section of a kind."""
    return next((part for part in sections if part["kind"] == kind), None)


def hero_of(page: HomePage) -> dict[str, Any] | None:
    """Return the picture an editor chose for the head of the page."""
    if page.picture is None:
        return None
    rendition = page.picture.get_rendition(HERO_FILTER)
    return {"url": rendition.url, "width": rendition.width, "height": rendition.height, "alt": rendition.alt}


def sessions_section(value: Any, today: date, restricted: Q, address: Address) -> dict[str, Any]:
    """Return the next open sessions; the moment of reading goes with them."""
    rows = next_sessions(value["count"])
    return {"sessions": rows, "as_of": rows[0].as_of if rows else None, "today": today}


def calendar_section(value: Any, today: date, restricted: Q, address: Address) -> dict[str, Any] | None:
    """Return the days that are near, or nothing when the calendar is empty."""
    days = calendar_days(value["count"], today, restricted, address)
    return {"days": days} if days else None


def lessons_section(value: Any, today: date, restricted: Q, address: Address) -> dict[str, Any] | None:
    """Return the newest lessons, or nothing while there are none."""
    lessons = fresh_lessons(value["count"], restricted, address)
    return {"lessons": lessons} if lessons else None


def guides_section(value: Any, today: date, restricted: Q, address: Address) -> dict[str, Any] | None:
    """Return the newest guides, or nothing while there are none."""
    guides = fresh_guides(value["count"], restricted, address)
    return {"guides": guides} if guides else None


def ladder_section(value: Any, today: date, restricted: Q, address: Address) -> dict[str, Any] | None:
    """Return the ladder of a topic, or nothing while no lesson has it."""
    if value["topic"] is None:
        return None
    ladder = topic_ladder(value["topic"], restricted, address)
    return ladder if ladder["rungs"] else None


def text_section(value: Any, today: date, restricted: Q, address: Address) -> dict[str, Any]:
    """Return the editors' own text as HTML."""
    return {"html": str(value["text"])}


BUILDERS: dict[str, Callable[[Any, date, Q, Address], dict[str, Any] | None]] = {
    "next_sessions": sessions_section,
    "calendar": calendar_section,
    "fresh_lessons": lessons_section,
    "fresh_guides": guides_section,
    "ladder": ladder_section,
    "text": text_section,
}
