"""Files that belong to a page, and the entries their places become: grouped under the page, shown with it.

A file belongs to a page that lists it or links to it. Files of closed collections contribute nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex

from courses.models import LessonPage
from media.models import FilePlace, PortalDocument, PortalMedia
from portal.search.entries import EntryData
from portal.search.models import SearchEntry

Item = PortalDocument | PortalMedia
MODEL_OF: dict[str, type[Item]] = {"d": PortalDocument, "m": PortalMedia}
LETTER_OF: dict[type, str] = {model: letter for letter, model in MODEL_OF.items()}
# What opens at a page of its own in a browser; everything else is shown as text by us.
OPENED_BY_BROWSERS = "pdf"


@dataclass(frozen=True)
class FileLink:
    """Which file, in the short form entries and addresses carry: d12 is document 12, m3 is video 3."""

    model: type[Item]
    pk: int

    def __str__(self) -> str:
        return f"{LETTER_OF[self.model]}{self.pk}"


def entries_of_files(page: Page, main: EntryData) -> list[EntryData]:
    """Entries of all places of all public files of a page: one for the file, one for each place in it."""
    items = public_items(linked_files(page))
    texts = {item.file_text_id for item in items if item.file_text_id}
    places: dict[int, list[FilePlace]] = {}
    for place in FilePlace.objects.filter(file__in=texts).order_by("file", "order") if texts else ():
        places.setdefault(place.file_id, []).append(place)
    return [
        entry
        for item in items
        for entry in entries_of_item(main, item, places.get(item.file_text_id or 0, []))
    ]


def linked_files(page: Page) -> list[FileLink]:
    """Files a specific page lists, then those it links to, each once."""
    found = list(listed_files(page))
    for field in page._meta.get_fields():
        if hasattr(field, "extract_references"):
            for model, pk, *_ in field.extract_references(getattr(page, field.name)):
                if model in LETTER_OF:
                    found.append(FileLink(model, int(pk)))
        elif field.concrete and field.related_model in LETTER_OF and getattr(page, field.attname):
            found.append(FileLink(field.related_model, getattr(page, field.attname)))
    return list(dict.fromkeys(found))


def listed_files(page: Page) -> Iterator[FileLink]:
    """Files in a list of their own, in its order."""
    if isinstance(page, LessonPage):
        for pk in page.files.order_by("sort_order").values_list("document_id", flat=True):
            yield FileLink(PortalDocument, pk)


def public_items(links: Iterable[FileLink]) -> list[Item]:
    """The documents and videos of links that exist and are open to everyone, in their order."""
    wanted = list(links)
    found: dict[FileLink, Item] = {}
    for model in MODEL_OF.values():
        ids = [link.pk for link in wanted if link.model is model]
        if ids:
            open_ones: Iterable[Any] = model.objects.filter(pk__in=ids).exclude(in_closed_collection())
            found.update({FileLink(model, item.pk): item for item in open_ones})
    return [found[link] for link in wanted if link in found]


def in_closed_collection() -> Q:
    """Condition of being in a restricted collection or below one; one query."""
    closed = Q(pk=None)
    for path in CollectionViewRestriction.objects.values_list("collection__path", flat=True):
        closed |= Q(collection__path__startswith=path)
    return closed


def entries_of_item(main: EntryData, item: Item, places: Iterable[FilePlace]) -> Iterator[EntryData]:
    """The file by its name, then each place by its text; facets are those of the page."""
    link = str(FileLink(type(item), item.pk))
    address = address_of(item, main.object_id, link)
    yield place_entry(main, item, link, order=0, title=item.title, keywords=item.filename, address=address)
    for place in places:
        yield place_entry(
            main, item, link, order=place.order, title=place.heading or place.label, body=place.text,
            label=place.label, number=place.number, address=address,
        )  # fmt: skip


def place_entry(
    main: EntryData, item: Item, link: str, *, order: int, title: str, address: str, body: str = "",
    keywords: str = "", label: str = "", number: int = 0,
) -> EntryData:  # fmt: skip
    """One entry below the page's own."""
    return EntryData(
        key=f"{main.key}:{link}:{order}",
        kind=main.kind,
        object_id=main.object_id,
        title=title,
        body=body,
        keywords=keywords,
        url=address,
        parent=main.key,
        file=link,
        facets=main.facets,
        card={"file": item.title, "place": label, "order": order, "number": number},
    )


def address_of(item: Item, page_id: int, link: str) -> str:
    """Where a file is read: a PDF in the browser, everything else as text."""
    if isinstance(item, PortalDocument) and item.file_extension.lower() == OPENED_BY_BROWSERS:
        return reverse("read_document", args=[item.pk, item.filename])
    return reverse("attachment_text", args=[page_id, link])


def pages_of(link: FileLink) -> set[int]:
    """Ids of the pages a file may belong to: those found with it, and those that refer to it."""
    known = SearchEntry.objects.filter(file=str(link), deleted=False).values_list("object_id", flat=True)
    references = ReferenceIndex.objects.filter(
        base_content_type=ReferenceIndex._get_base_content_type(Page),
        to_content_type=ReferenceIndex._get_base_content_type(link.model),
        to_object_id=str(link.pk),
    )
    return {*known, *(int(pk) for pk in references.values_list("object_id", flat=True))}


def open_files(files: Iterable[str]) -> set[str]:
    """Those of the files (d12, m3) that are open to everyone now; one query while no collection is closed."""
    wanted = set(files)
    closed = in_closed_collection()
    if not wanted or closed == Q(pk=None):
        return wanted
    for letter, model in MODEL_OF.items():
        ids = [int(file[1:]) for file in wanted if file.startswith(letter)]
        rows: Any = model.objects.filter(closed, pk__in=ids)
        wanted -= {f"{letter}{pk}" for pk in rows.values_list("pk", flat=True)}
    return wanted
