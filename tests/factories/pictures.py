"""Small real pictures."""

from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image

from media.models import PortalImage


def make_picture(title: str = "示意图") -> PortalImage:
    """Return a library picture of 60 by 40 pixels with alt text."""
    data = BytesIO()
    Image.new("RGB", (60, 40), "#B3271E").save(data, "WEBP")
    data.seek(0)
    return PortalImage.objects.create(
        title=title, description=title, file=ImageFile(data, name="picture.webp")
    )
