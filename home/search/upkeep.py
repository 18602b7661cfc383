"""Keeping entries in step with pages; signals call this, and nothing else of the site does."""

from itertools import islice
from typing import Any

from django.db import transaction
from wagtail.models import Page

from media.file_texts import read_unread
from portal.search.entries import EntryData, write_thing
from portal.search.models import SearchEntry

from .attachments import MODEL_OF, FileLink, entries_of_files, pages_of
from .sources import SOURCE_BY_KIND, SOURCES, entry_of
from .visibility import shown_pages

BATCH = 50


def refresh_page(page_id: int) -> None:
    """Write the entry of one page as it is now in the database, or withdraw it when it is not shown."""
    page = shown_pages().filter(pk=page_id).specific().first()
    entries = entries_of_page(page) if page else []
    with transaction.atomic():
        write_thing(SOURCE_BY_KIND, page_id, entries)


def entries_of_page(page: Page) -> list[EntryData]:
    """The entry of a page and those of the places in its files; none for a type that is not searched."""
    main = entry_of(page)
    return [main, *entries_of_files(page, main)] if main else []


def refresh_file(link: FileLink) -> None:
    """Refresh the pages a file belongs to; after its text, name or collection changed."""
    for page_id in pages_of(link):
        refresh_page(page_id)


def refresh_collection(path: str) -> None:
    """Refresh the pages of the files in a collection and below it; after a change of its privacy."""
    for model in MODEL_OF.values():
        items: Any = model.objects.filter(collection__path__startswith=path)
        for pk in items.values_list("pk", flat=True):
            refresh_file(FileLink(model, pk))


def refresh_below(path: str) -> None:
    """Refresh a page and everything below it; after a move, a new slug or a change of privacy."""
    for page_id in Page.objects.filter(path__startswith=path).values_list("pk", flat=True):
        refresh_page(page_id)


def forget_page(page_id: int) -> None:
    """Withdraw the entries of a page that is gone or hidden."""
    write_thing(SOURCE_BY_KIND, page_id, [])


def refresh_all_entries() -> int:
    """Bring every entry in step with the published pages; returns how many pages were looked at.

    Files no job has read yet are read first, half a second each. Only what changed gets a new number,
    so a second call changes nothing. Used by the rebuild and after loading content in bulk. Pages are
    read outside the short transactions that write.
    """
    read_unread(None)
    seen: set[int] = set()
    for source in SOURCES:
        pages = shown_pages().exact_type(source.model).specific().iterator(chunk_size=BATCH)
        whole = ((page.pk, entries_of_page(page)) for page in pages)
        while batch := list(islice(whole, BATCH)):
            seen |= {page_id for page_id, _ in batch}
            with transaction.atomic():
                for page_id, entries in batch:
                    write_thing(SOURCE_BY_KIND, page_id, entries)
    known = SearchEntry.objects.filter(kind__in=SOURCE_BY_KIND, deleted=False)
    for page_id in set(known.values_list("object_id", flat=True)) - seen:
        forget_page(page_id)
    return len(seen)
