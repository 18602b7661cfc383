"""Serves uploads: pictures by path, video and audio by id, never a file of a private collection raw.

Documents are served by Wagtail's own view, which asks the same question before it answers.
"""

import posixpath
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from .file_response import file_response
from .models import PortalMedia
from .privacy import (
    PRIVATE_CACHE,
    PUBLIC_CACHE,
    any_private_collection,
    cache_control,
    image_of_file,
    refusal,
)

PICTURE_FOLDERS = frozenset({"images", "original_images"})
# The types browsers draw; anything else found in a picture folder is not sent.
PICTURE_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
}
MEDIA_TYPES = {".mp4": "video/mp4", ".webm": "video/webm", ".mp3": "audio/mpeg", ".m4a": "audio/mp4"}


@require_safe
def serve_upload(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send one picture by its stored path; every other folder of the uploads answers 404."""
    content_type = PICTURE_TYPES.get(posixpath.splitext(path)[1].lower())
    if posixpath.normpath(path) != path or path.split("/")[0] not in PICTURE_FOLDERS or content_type is None:
        raise Http404("not a public upload")
    caching = PUBLIC_CACHE
    if any_private_collection():
        image = image_of_file(path)
        if image is None:
            raise Http404("not a known picture")
        denied = refusal(image, request)
        if denied is not None:
            return denied
        caching = cache_control(image.collection)
    return send(request, path, content_type, caching)


@require_safe
def serve_media(request: HttpRequest, media_id: int, filename: str) -> HttpResponseBase:
    """Send a video or audio file the reader may have; answers Range, so one can seek."""
    item: PortalMedia = get_object_or_404(PortalMedia.objects.select_related("collection"), pk=media_id)
    if item.filename != filename:
        raise Http404("not the file of this item")
    return send_of_collection(request, item, item.file, MEDIA_TYPES)


@require_safe
def serve_poster(request: HttpRequest, media_id: int) -> HttpResponseBase:
    """Send the poster of a video to whom the video may be shown."""
    item: PortalMedia = get_object_or_404(PortalMedia.objects.select_related("collection"), pk=media_id)
    if not item.thumbnail:
        raise Http404("no poster")
    return send_of_collection(request, item, item.thumbnail, PICTURE_TYPES)


@require_safe
def serve_captions(request: HttpRequest, media_id: int) -> HttpResponseBase:
    """Send the captions of a video as WebVTT."""
    item: PortalMedia = get_object_or_404(PortalMedia.objects.select_related("collection"), pk=media_id)
    if not item.captions:
        raise Http404("no captions")
    denied = refusal(item, request)
    if denied is not None:
        return denied
    response = HttpResponse(item.captions, content_type="text/vtt; charset=utf-8")
    response["Cache-Control"] = (
        PRIVATE_CACHE if cache_control(item.collection) == PRIVATE_CACHE else "no-cache"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def send_of_collection(
    request: HttpRequest, item: PortalMedia, file: FieldFile, types: dict[str, str]
) -> HttpResponseBase:
    """Send a file of a media item unless its collection is closed to the reader."""
    denied = refusal(item, request)
    if denied is not None:
        return denied
    name: str = file.name or ""
    content_type = types.get(posixpath.splitext(name)[1].lower(), "application/octet-stream")
    return send(request, name, content_type, cache_control(item.collection))


def send(request: HttpRequest, name: str, content_type: str, caching: str) -> Any:
    """Send a stored file from the disk, or send the reader to the store that has it."""
    try:
        path = default_storage.path(name)
    except NotImplementedError:
        return redirect(default_storage.url(name))
    except SuspiciousFileOperation as error:
        raise Http404("outside the uploads") from error
    return file_response(request, path, content_type=content_type, cache_control=caching)
