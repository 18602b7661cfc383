"""Address of documents, of the form Wagtail makes; included before Wagtail's own under ``documents/``."""

from django.urls import path

from .document_views import read_document, serve_document

urlpatterns = [
    path("<int:document_id>/<str:filename>", serve_document),
    path("<int:document_id>/read/<str:filename>", read_document, name="read_document"),
]
