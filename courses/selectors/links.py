"""Pages a page links to, of several types in one query; only live public ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Coalesce
from wagtail.models import Page, PageQuerySet

TEXT = CharField()


@dataclass(frozen=True)
class LinkColumns:
    """Field paths of a page type for the small line above, the text and a second text."""

    over: str = ""
    text: str = ""
    note: str = ""


@dataclass(frozen=True)
class LinkRow:
    """One linked page; ``page`` holds what its address is made of."""

    page: Page
    title: str
    over: str
    text: str
    note: str

    def link(self, get_url: Callable[[Page], str | None]) -> dict[str, str | None]:
        """Return the row with its address, as link_card.html draws it."""
        return {"url": get_url(self.page), "title": self.title, "over": self.over, "text": self.text}


def link_rows(queries: Mapping[str, tuple[PageQuerySet, LinkColumns]]) -> dict[str, list[LinkRow]]:
    """Return the linked pages under each name, by tree path. 2 queries, one for restrictions.

    Pages that are not live, or are restricted, are left out.
    """
    restricted = Page.objects.private_q()
    parts = [
        link_values(name, query.live().exclude(restricted), columns)
        for name, (query, columns) in queries.items()
    ]
    found: dict[str, list[LinkRow]] = {name: [] for name in queries}
    for name, pk, path, url_path, title, over, text, note in sorted(
        parts[0].union(*parts[1:], all=True), key=lambda row: row[2]
    ):
        page = Page(pk=pk, path=path, depth=len(path) // Page.steplen, url_path=url_path, title=title)
        found[name].append(LinkRow(page, title, over, text, note))
    return found


def link_values(name: str, query: QuerySet, columns: LinkColumns) -> QuerySet:
    """Return one part of the union; every part has the same eight columns."""
    extra = {
        f"_{key}": Coalesce(f"{path}", Value(""), output_field=TEXT) if path else Value("", TEXT)
        for key, path in (("over", columns.over), ("text", columns.text), ("note", columns.note))
    }
    return (
        query.order_by()
        .annotate(_name=Value(name, TEXT), **extra)
        .values_list("_name", "pk", "path", "url_path", "title", "_over", "_text", "_note")
    )
