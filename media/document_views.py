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

UNFIT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@require_safe
def serve_document(request: HttpRequest, document_id: int, filename: str) -> HttpResponseBase:
    """Send a document as an attachment to a reader whom every ``before_serve_document`` hook lets pass.

    Raise Http404 for a name that is not the document's. Files that are on no disk are left to Wagtail.
    """
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
    response["Content-Disposition"] = content_disposition_header(True, saved_name(document)) or "attachment"
    return response


def saved_name(document: PortalDocument) -> str:
    """Return the title with the file's ending, the name people find the file by in their folder.

    The stored name may be a slug or shortened; signs no file system takes become spaces.
    """
    suffix = PurePosixPath(document.filename).suffix
    title = UNFIT_IN_NAMES.sub(" ", document.title).strip(" .").removesuffix(suffix)
    return f"{title}{suffix}" if title else document.filename
