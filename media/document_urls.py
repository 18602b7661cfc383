"""Address of documents, of the form Wagtail makes; included before Wagtail's own under ``documents/``."""

from django.urls import path

from .document_views import serve_document

urlpatterns = [path("<int:document_id>/<str:filename>", serve_document)]
