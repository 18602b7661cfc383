"""Signals that keep the entries in step with the pages; used for index upkeep and nothing else."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from media.text_signals import file_text_changed
from portal.search.entries import register_source

from .attachments import FileLink
from .upkeep import (
    forget_page,
    refresh_all_entries,
    refresh_below,
    refresh_collection,
    refresh_file,
    refresh_page,
)


def connect() -> None:
    """Connect everything once; called when the home app is ready, harmless when called again."""
    register_source("pages", refresh_all_entries)
    page_published.connect(on_page_state, dispatch_uid="search-published")
    page_unpublished.connect(on_page_state, dispatch_uid="search-unpublished")
    page_slug_changed.connect(on_page_address, dispatch_uid="search-slug")
    post_page_move.connect(on_page_address, dispatch_uid="search-move")
    post_delete.connect(on_page_deleted, sender=Page, dispatch_uid="search-deleted")
    post_save.connect(on_privacy, sender=PageViewRestriction, dispatch_uid="search-restricted")
    post_delete.connect(on_privacy, sender=PageViewRestriction, dispatch_uid="search-released")
    file_text_changed.connect(on_file, dispatch_uid="search-file")
    restriction = CollectionViewRestriction
    post_save.connect(on_collection_privacy, sender=restriction, dispatch_uid="search-closed")
    post_delete.connect(on_collection_privacy, sender=restriction, dispatch_uid="search-opened")


def on_page_state(instance: Page, **kwargs: Any) -> None:
    """A page was published or taken down."""
    refresh_page(instance.pk)


def on_page_address(instance: Page, **kwargs: Any) -> None:
    """A page and all below it have new addresses."""
    refresh_below(Page.objects.values_list("path", flat=True).get(pk=instance.pk))


def on_page_deleted(instance: Page, **kwargs: Any) -> None:
    """A page is gone; Django sends this for each page of a deleted section."""
    forget_page(instance.pk)


def on_privacy(instance: PageViewRestriction, **kwargs: Any) -> None:
    """A section was made private or public again."""
    path = Page.objects.filter(pk=instance.page_id).values_list("path", flat=True).first()
    if path:
        refresh_below(path)


def on_file(sender: Any, item_id: int, **kwargs: Any) -> None:
    """The text, name or collection of a document or video is another, or it is gone."""
    refresh_file(FileLink(sender, item_id))


def on_collection_privacy(instance: CollectionViewRestriction, **kwargs: Any) -> None:
    """A collection was closed or opened."""
    path = Collection.objects.filter(pk=instance.collection_id).values_list("path", flat=True).first()
    if path:
        refresh_collection(path)
