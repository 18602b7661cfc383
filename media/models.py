"""Pictures, documents, video and audio with the facts a public body must keep about them."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtailmedia.models import AbstractMedia

from portal.taxonomy.models import Licence

from .text_models import FilePlace, FileText, WithText

__all__ = [
    "FilePlace", "FileText", "PortalDocument", "PortalImage", "PortalMedia", "PortalRendition",
]  # fmt: skip


class Rights(models.Model):
    """Credit, licence and origin, the same for every kind of file."""

    credit = models.CharField("来源与署名", max_length=200, blank=True, help_text="作者、单位或出处。")
    licence = models.ForeignKey(
        Licence, verbose_name="使用许可", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ai_made = models.BooleanField("AI 生成", default=False, help_text="AI 生成或合成的内容必须标注。")

    class Meta:
        abstract = True


class PortalImage(Rights, AbstractImage):
    """A picture; ``description`` is its alt text and required in the upload form."""

    is_illustration = models.BooleanField("示意图", default=False, help_text="绘制的示意图，不是实景照片。")
    people_consent = models.BooleanField(
        "已取得人物同意", default=False, help_text="照片中能认出人物时，须取得本人或监护人书面同意。"
    )

    admin_form_fields: ClassVar[tuple] = (
        *Image.admin_form_fields,
        "credit",
        "licence",
        "is_illustration",
        "ai_made",
        "people_consent",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = "图片"
        verbose_name_plural = "图片"
        permissions: ClassVar[list] = [("choose_image", "Can choose image")]

    def __str__(self) -> str:
        return self.title


class PortalRendition(AbstractRendition):
    """A resized copy of a picture."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter"
            )
        ]


class PortalDocument(Rights, WithText, AbstractDocument):
    """A file to download."""

    admin_form_fields: ClassVar[tuple] = (*Document.admin_form_fields, "credit", "licence", "ai_made")

    class Meta(AbstractDocument.Meta):
        verbose_name = "文档"
        verbose_name_plural = "文档"
        permissions: ClassVar[list] = [("choose_document", "Can choose document")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Check the extension of a file; a refused upload has none, and its form has said why."""
        if self.file:
            super().clean()


class PortalMedia(Rights, WithText, AbstractMedia):
    """Video or audio, with captions as WebVTT and a transcript."""

    captions = models.TextField("字幕（WebVTT）", blank=True, help_text="以 WEBVTT 开头的字幕文本。")
    transcript = models.TextField("文字稿", blank=True)

    admin_form_fields: ClassVar[tuple] = (
        "title",
        "file",
        "collection",
        "duration",
        "width",
        "height",
        "thumbnail",
        "tags",
        "captions",
        "transcript",
        "credit",
        "licence",
        "ai_made",
    )

    class Meta:
        verbose_name = "音视频"
        verbose_name_plural = "音视频"

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        """Address of the permission-checked view; the raw file has none."""
        return reverse("media:file", args=[self.pk, self.filename])

    @property
    def poster_url(self) -> str:
        """Address of the poster, or an empty string."""
        return reverse("media:poster", args=[self.pk]) if self.thumbnail else ""

    @property
    def captions_url(self) -> str:
        """Address of the captions, or an empty string."""
        return reverse("media:captions", args=[self.pk]) if self.captions else ""
