"""What a plain page shows beside its text: the way to it, its headings, who is responsible."""

from typing import Any

from portal.shared.slugs import pinyin_slug

from ..models import StandardPage
from .addresses import addresses_below


def crumbs_to(page: StandardPage) -> list[dict[str, str]]:
    """Return the way from the home page to ``page``, both included. 1 query."""
    line = [*page.get_ancestors().filter(depth__gt=1), page]
    address = addresses_below(line[0])
    return [
        {"title": "首页" if number == 0 else step.title, "url": address(step)}
        for number, step in enumerate(line)
    ]


def body_parts(page: StandardPage) -> list[dict[str, Any]]:
    """Return the blocks of the body; a heading carries the anchor the table of contents points to."""
    used: set[str] = set()
    parts = []
    for child in page.body:
        title = child.value["text"] if child.block_type == "heading" else ""
        parts.append({"block": child, "title": title, "anchor": free_anchor(title, used) if title else ""})
    return parts


def free_anchor(title: str, used: set[str]) -> str:
    """Return an anchor in pinyin that is not in ``used`` yet, and note it there."""
    wanted = pinyin_slug(title, fallback="part")
    anchor, number = wanted, 2
    while anchor in used:
        anchor, number = f"{wanted}-{number}", number + 1
    used.add(anchor)
    return anchor


def publisher_of(page: StandardPage) -> str:
    """Return the full name of the body responsible for the page, or an empty string. 1 query."""
    record = page.editorial_records.select_related("organisation").first()
    return record.organisation.name if record is not None else ""
