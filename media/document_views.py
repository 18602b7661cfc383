"""Sends documents: Wagtail's check of the collection, our answer.

Wagtail's own answer carries ``Content-Encoding: None``, an empty ETag for files without a digest, and no
ranges, so that a download that broke off cannot be resumed. Its hooks take no streaming answer; hence an
address of our own before Wagtail's, of the same form.
"""

import re
from pathlib import PurePosixPath

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.documents.models import document_served
from wagtail.documents.views.serve import serve

from .file_response import file_response
from .models import PortalDocument
from .privacy import cache_control

READABLE = ".pdf"
# Browsers draw a PDF in a page of their own making: an object and a style of that page, nothing else.
VIEWER_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
UNFIT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@require_safe
def serve_document(request: HttpRequest, document_id: int, filename: str) -> HttpResponseBase:
    """Send a document as an attachment to a reader whom every ``before_serve_document`` hook lets pass.

    Raise Http404 for a name that is not the document's. Files that are on no disk are left to Wagtail.
    """
    return send_document(request, document_id, filename, as_attachment=True)


@require_safe
def read_document(request: HttpRequest, document_id: int, filename: str) -> HttpResponseBase:
    """Send a PDF to be read in the browser, so that ``#page=3`` opens its page; Http404 for other kinds."""
    if PurePosixPath(filename).suffix.lower() != READABLE:
        raise Http404("not a kind browsers open at a page")
    response = send_document(request, document_id, filename, as_attachment=False)
    response["Content-Security-Policy"] = VIEWER_POLICY
    return response


def send_document(
    request: HttpRequest, document_id: int, filename: str, *, as_attachment: bool
) -> HttpResponseBase:
    """Send a document after every check, to be saved or to be read."""
    document: PortalDocument = get_object_or_404(
        PortalDocument.objects.select_related("collection"), pk=document_id
    )
    if document.filename != filename:
        raise Http404("not the file of this document")
    try:
        path = document.file.path
    except NotImplementedError:
        return serve(request, document_id, filename)
    for check in hooks.get_hooks("before_serve_document"):
        denied = check(document, request)
        if isinstance(denied, HttpResponse):
            return denied
    document_served.send(sender=PortalDocument, instance=document, request=request)
    response = file_response(
        request, path, content_type=document.content_type, cache_control=cache_control(document.collection)
    )
    disposition = content_disposition_header(as_attachment, saved_name(document))
    response["Content-Disposition"] = disposition or ("attachment" if as_attachment else "inline")
    return response


def saved_name(document: PortalDocument) -> str:
    """Return the title with the file's ending, the name people find the file by in their folder.

    The stored name may be a slug or shortened; signs no file system takes become spaces.
    """
    suffix = PurePosixPath(document.filename).suffix
    title = UNFIT_IN_NAMES.sub(" ", document.title).strip(" .").removesuffix(suffix)
    return f"{title}{suffix}" if title else document.filename
