"""Who may have a file: the privacy of its collection, asked the way Wagtail asks it for documents."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from wagtail.documents.wagtail_hooks import check_view_restrictions
from wagtail.models import Collection, CollectionViewRestriction

from .models import PortalImage, PortalRendition

PUBLIC_CACHE = "public, max-age=86400"
PRIVATE_CACHE = "private, no-store"


def refusal(item: Any, request: HttpRequest) -> HttpResponseBase | None:
    """Return the sign-in or password answer for a file this reader may not have, None when they may.

    ``item`` is a picture, document or media object: anything with a ``collection``.
    """
    return check_view_restrictions(item, request)


def cache_control(collection: Collection) -> str:
    """Return how long browsers and proxies may keep a file of the collection."""
    return PRIVATE_CACHE if collection.get_view_restrictions().exists() else PUBLIC_CACHE


def any_private_collection() -> bool:
    """Say whether any collection is restricted; while none is, pictures need no look-up of their own."""
    return CollectionViewRestriction.objects.exists()


def image_of_file(name: str) -> PortalImage | None:
    """Return the picture a stored file name (relative to the uploads folder) belongs to."""
    image = PortalImage.objects.filter(file=name).select_related("collection").first()
    if image is not None:
        return image
    rendition = PortalRendition.objects.filter(file=name).select_related("image__collection").first()
    return rendition.image if rendition is not None else None
