"""Keeping entries in step with pages; signals call this, and nothing else of the site does."""

from itertools import islice

from django.db import transaction
from wagtail.models import Page

from portal.search.entries import remove_entry, write_entry
from portal.search.models import SearchEntry

from .sources import SOURCE_BY_KIND, SOURCES, entry_of
from .visibility import shown_pages

BATCH = 50


def refresh_page(page_id: int) -> None:
    """Write the entry of one page as it is now in the database, or withdraw it when it is not shown."""
    page = shown_pages().filter(pk=page_id).specific().first()
    entry = entry_of(page) if page else None
    with transaction.atomic():
        if entry:
            write_entry(entry)
        else:
            forget_page(page_id)


def refresh_below(path: str) -> None:
    """Refresh a page and everything below it; after a move, a new slug or a change of privacy."""
    for page_id in Page.objects.filter(path__startswith=path).values_list("pk", flat=True):
        refresh_page(page_id)


def forget_page(page_id: int) -> None:
    """Withdraw the entry of a page that is gone or hidden."""
    known = SearchEntry.objects.filter(object_id=page_id, kind__in=SOURCE_BY_KIND, deleted=False)
    for key in known.values_list("key", flat=True):
        remove_entry(key)


def refresh_all_entries() -> int:
    """Bring every entry in step with the published pages; returns how many pages were looked at.

    Only what changed gets a new number, so a second call changes nothing. Used by the rebuild and
    after loading content in bulk. Pages are read outside the short transactions that write.
    """
    seen: set[str] = set()
    for source in SOURCES:
        pages = shown_pages().exact_type(source.model).specific().iterator(chunk_size=BATCH)
        entries = (entry for page in pages if (entry := entry_of(page)))
        while batch := list(islice(entries, BATCH)):
            seen |= {entry.key for entry in batch}
            with transaction.atomic():
                for entry in batch:
                    write_entry(entry)
    known = SearchEntry.objects.filter(kind__in=SOURCE_BY_KIND, deleted=False)
    for key in set(known.values_list("key", flat=True)) - seen:
        remove_entry(key)
    return len(seen)
