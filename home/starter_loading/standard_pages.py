"""The plain pages every installation needs: about, help, privacy, children, accessibility."""

import re
from functools import partial

from home.models import HomePage, StandardPage
from portal.organisations import services
from portal.organisations.models import Audience, Organisation

from .once import load_once
from .publishing import add_record, fill_common, publish_under
from .sources import Source, read_folder, rich_text

HEADING = re.compile(r"^## +(.+)$", re.MULTILINE)


def load_standard_pages() -> int:
    """Make the plain pages once, in their order; return how many were new."""
    sources = sorted(read_folder("pages"), key=lambda source: source.data.get("sort") or 0)
    return sum(load_once(f"page:{source.slug}", partial(load_page, source)) for source in sources)


def load_page(source: Source) -> None:
    """Make and publish one plain page below the home page."""
    page = StandardPage()
    fill_common(page, source)
    page.is_example = False
    page.picture = None
    page.body = list(blocks_of(source.body))
    source.data.setdefault("organisation", "jyj")
    add_record(page, source, Audience.EVERYONE)
    publish_under(HomePage.objects.get(), page)
    services.grant_section(Organisation.objects.get(code=source.plain("organisation")), page)


def blocks_of(body: str) -> list[tuple[str, object]]:
    """Cut Markdown at its ``##`` headings into heading and paragraph blocks."""
    blocks: list[tuple[str, object]] = []
    parts = HEADING.split(body)
    if parts[0].strip():
        blocks.append(("paragraph", rich_text(parts[0])))
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        blocks.append(("heading", {"text": heading.strip()}))
        if text.strip():
            blocks.append(("paragraph", rich_text(text)))
    return blocks
