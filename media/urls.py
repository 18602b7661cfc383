"""Addresses of uploads, below MEDIA_URL; the order matters, the last pattern takes what is left."""

from django.urls import path

from . import views

app_name = "media"

urlpatterns = [
    path("library/<int:media_id>/captions.vtt", views.serve_captions, name="captions"),
    path("library/<int:media_id>/poster", views.serve_poster, name="poster"),
    path("library/<int:media_id>/file/<str:filename>", views.serve_media, name="file"),
    path("<path:path>", views.serve_upload, name="upload"),
]
