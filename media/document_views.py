"""Sends documents: Wagtail's check of the collection, our answer.

Wagtail's own answer carries ``Content-Encoding: None``, an empty ETag for files without a digest, and no
ranges, so that a download that broke off cannot be resumed. Its hooks take no streaming answer; hence an
address of our own before Wagtail's, of the same form.
"""

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
    response["Content-Disposition"] = content_disposition_header(True, document.filename) or "attachment"
    return response
