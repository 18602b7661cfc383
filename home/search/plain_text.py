"""Plain text of a page's fields, as snippets show it and the index cuts it."""

from collections.abc import Iterable

from wagtail.blocks import StreamValue
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing


def plain(value: object) -> str:
    """Text of a rich text, a stream or a plain value, one line a paragraph; empty for nothing."""
    if isinstance(value, StreamValue):
        parts = value.stream_block.get_searchable_content(value)
    else:
        parts = [get_text_for_indexing(str(value))] if value else []
    lines = (" ".join(line.split()) for part in parts for line in str(part).splitlines())
    return "\n".join(line for line in lines if line)


def fields_text(page: Page, names: Iterable[str]) -> list[str]:
    """Plain text of several fields of a page, empty ones left out."""
    return [text for name in names if (text := plain(getattr(page, name)))]


def joined(parts: Iterable[object]) -> str:
    """Parts on lines of their own, so that no word is made across two of them."""
    return "\n".join(str(part) for part in parts if part)
