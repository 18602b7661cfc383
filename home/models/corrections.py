"""What readers report as wrong (纠错)."""

from urllib.parse import unquote

from django.db import models
from wagtail.models import Page

# Characters of an address or a text in a list.
LIST_LENGTH = 40
# Characters of an address that are kept; the rest of a long query says nothing more about the page.
PATH_LENGTH = 300


class Correction(models.Model):
    """One report; the address it came from and the text, nothing about who sent it unless they say."""

    class State(models.TextChoices):
        NEW = "new", "待处理"
        FIXED = "fixed", "已更正"
        KEPT = "kept", "核实无误"

    page = models.ForeignKey(
        Page, verbose_name="页面", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    path = models.CharField("网址", max_length=PATH_LENGTH)
    text = models.TextField("哪里有误", max_length=1000)
    contact = models.EmailField("回复邮箱", blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.NEW)
    answer = models.TextField("处理说明", blank=True, max_length=1000)
    created_at = models.DateTimeField("提交时间", auto_now_add=True)
    handled_at = models.DateTimeField(
        "处理时间", null=True, blank=True, editable=False, help_text="重新打开后清空；据此计算保留期限。"
    )

    class Meta:
        verbose_name = "纠错"
        verbose_name_plural = "纠错"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"纠错 {self.pk} {self.path}"

    def subject(self) -> str:
        """Return the title of the page, or the beginning of its address when there is no such page."""
        return self.page.title if self.page else shorten(self.path)

    def excerpt(self) -> str:
        """Return the beginning of what the reader wrote."""
        return shorten(self.text)

    subject.short_description = "页面"  # type: ignore[attr-defined]
    excerpt.short_description = "哪里有误"  # type: ignore[attr-defined]


def shorten(text: str) -> str:
    """Return at most 40 characters of a text; an address is spelt in letters people read."""
    plain = unquote(text)
    return plain if len(plain) <= LIST_LENGTH else f"{plain[:LIST_LENGTH]}…"
