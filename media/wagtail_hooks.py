"""The library tells editors how the reading of a file ended: in the listing and beside the form."""

from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column
from wagtail.documents.views.documents import IndexView

from .models import PortalDocument
from .text_models import Outcome

STILL_TO_READ = "正在提取，稍后刷新"
SHORT = {
    Outcome.READ: "已提取",
    Outcome.IN_PART: "只提取了一部分",
    Outcome.EMPTY: "没有文字",
    Outcome.NO_TEXT_KIND: "没有文字",
    Outcome.ENCRYPTED: "有密码，未提取",
    Outcome.BROKEN: "已损坏，未提取",
    Outcome.TOO_LARGE: "太大，未提取",
    Outcome.TOO_SLOW: "太复杂，未提取",
    Outcome.MISSING: "找不到文件",
}
OWN_MARK = "portal_text_column"


def short_outcome(document: PortalDocument) -> str:
    """A few words for the listing."""
    return SHORT[Outcome(document.file_text.outcome)] if document.file_text else STILL_TO_READ


def add_text_column() -> None:
    """Put the outcome into the listing of documents; may be called again."""
    stock: Any = IndexView.__dict__["columns"]
    if getattr(stock, OWN_MARK, False):
        return

    def columns(self: IndexView) -> list[Column]:
        return [*stock.func(self), Column("file_text", label="文字提取", accessor=short_outcome)]

    own = cached_property(columns)
    own.__set_name__(IndexView, "columns")
    setattr(own, OWN_MARK, True)
    setattr(IndexView, "columns", own)  # noqa: B010
    read_texts_with_documents()


def read_texts_with_documents() -> None:
    """Have the listing read outcomes with its documents: one query, not one for each row."""
    stock = IndexView.get_base_queryset
    setattr(  # noqa: B010
        IndexView, "get_base_queryset", lambda self: stock(self).select_related("collection", "file_text")
    )


add_text_column()
