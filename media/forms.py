"""Upload forms: alt text is required, contents must be what the name says, hidden notes are removed."""

from typing import Any, BinaryIO, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm
from wagtailmedia.settings import wagtailmedia_settings

from portal.files.metadata import strip_metadata
from portal.files.refusal import UploadRefused
from portal.files.uploads import check_upload

from .captions import CaptionError, check_captions

ALT_HELP = "给看不见图片的人读的一句话：图里有什么、和正文有什么关系。写得出才算说清楚。"
NOTHING_SAVED = "这个文件没有保存。"
DOCUMENT_HELP = (
    "文件里的文字会先检查：有身份证号码或手机号码名单的、加了密码的都不能上传。"
    "图片和扫描件里的文字检查不到，请不要上传拍照或扫描的名单。"
)
POSTER_EXTENSIONS = frozenset({"jpg", "jpeg", "png", "webp"})
POSTER_BYTES = 5 * 1024 * 1024
MAX_MEDIA_BYTES = 500 * 1024 * 1024


def checked(upload: Any, allowed: frozenset[str], max_bytes: int) -> Any:
    """Return a fresh upload after its check, or a kept file untouched; raise ValidationError in Chinese."""
    if isinstance(upload, UploadedFile) and upload.file is not None:
        try:
            check_upload(cast(BinaryIO, upload.file), upload.name or "", allowed=allowed, max_bytes=max_bytes)
        except UploadRefused as error:
            raise ValidationError(f"{error}{NOTHING_SAVED}", code="refused") from error
        upload.seek(0)
    return upload


class PortalImageForm(BaseImageForm):
    """A picture with its alt text; place, device and time are taken out of the file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "description" in self.fields:
            self.fields["description"].required = True
            self.fields["description"].label = "文字说明（替代文本）"
            self.fields["description"].help_text = ALT_HELP

    def clean_file(self) -> Any:
        """Check the picture and rewrite the upload itself: Wagtail may keep it before the form is whole."""
        allowed = frozenset(settings.WAGTAILIMAGES_EXTENSIONS)
        upload = checked(self.cleaned_data["file"], allowed, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
        if isinstance(upload, UploadedFile):
            rewrite(upload)
        return upload


def rewrite(upload: UploadedFile) -> None:
    """Take the notes out of an upload in place, in memory or in its temporary file."""
    upload.seek(0)
    data = upload.read()
    clean = strip_metadata(data)
    upload.seek(0)
    if clean != data:
        upload.write(clean)
        upload.truncate()
        upload.size = len(clean)
        upload.seek(0)


class PortalDocumentForm(BaseDocumentForm):
    """A file to download."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = DOCUMENT_HELP

    def clean_file(self) -> Any:
        """Check type, archive and personal data."""
        allowed = frozenset(settings.WAGTAILDOCS_EXTENSIONS)
        return checked(self.cleaned_data["file"], allowed, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)


class PortalMediaForm(BaseMediaForm):
    """Video or audio with captions and a transcript."""

    class Meta(BaseMediaForm.Meta):
        widgets = {
            **BaseMediaForm.Meta.widgets,
            "captions": forms.Textarea(attrs={"rows": 8}),
            "transcript": forms.Textarea(attrs={"rows": 8}),
        }

    def clean_file(self) -> Any:
        """Check that the file is the kind its form is for."""
        kind = wagtailmedia_settings
        extensions = kind.AUDIO_EXTENSIONS if self.instance.type == "audio" else kind.VIDEO_EXTENSIONS
        return checked(self.cleaned_data["file"], frozenset(extensions), MAX_MEDIA_BYTES)

    def clean_thumbnail(self) -> Any:
        """Check the poster as a picture and take its notes out."""
        upload = checked(self.cleaned_data.get("thumbnail"), POSTER_EXTENSIONS, POSTER_BYTES)
        if isinstance(upload, UploadedFile):
            rewrite(upload)
        return upload

    def clean_captions(self) -> str:
        """Accept WebVTT whose times can be read, or nothing."""
        text = self.cleaned_data["captions"].strip().lstrip("\ufeff").replace("\r\n", "\n")
        try:
            check_captions(text)
        except CaptionError as error:
            raise ValidationError(str(error), code="captions") from error
        return text
