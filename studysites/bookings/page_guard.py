"""Refuses to delete pages that sessions, prices or templates hang on: PROTECT would be a server error."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q
from wagtail.models import Page

from .models import Booking, PriceItem, SessionTemplate, VisitSession


@dataclass(frozen=True)
class Burden:
    """How many rows hang on some pages, descendants included."""

    sessions: int
    bookings: int
    prices: int
    templates: int


def burden_of(pages: Iterable[Page]) -> Burden:
    """Count what hangs on the programmes at or below ``pages``. 4 queries."""
    inside = reduce(or_, (Q(path__startswith=page.path) for page in pages), Q(pk__in=[]))
    ids = Page.objects.filter(inside).values("pk")
    return Burden(
        sessions=VisitSession.objects.filter(programme_id__in=ids).count(),
        bookings=Booking.objects.filter(session__programme_id__in=ids).count(),
        prices=PriceItem.objects.filter(programme_id__in=ids).count(),
        templates=SessionTemplate.objects.filter(programme_id__in=ids).count(),
    )


def refusal(pages: Iterable[Page]) -> str:
    """Return why the pages may not be deleted, in plain Chinese, or an empty string."""
    burden = burden_of(pages)
    if burden.bookings:
        return (
            f"不能删除：这些页面（含下级页面）的场次已有 {burden.bookings} 条预约记录。"
            "页面没有改动。可以改为“取消发布”，预约记录会保留。"
        )
    if burden.sessions:
        return (
            f"不能删除：这些页面（含下级页面）还有 {burden.sessions} 个没有预约的场次。"
            "请基地负责人先在基地工作台停用并删除场次，再回来删除页面。"
        )
    kept = [
        f"{number} {words}"
        for number, words in ((burden.prices, "条公开的费用记录"), (burden.templates, "个排期模板"))
        if number
    ]
    if kept:
        return (
            f"不能删除：这些页面（含下级页面）还有 {'和 '.join(kept)}，要随页面保留。"
            "页面没有改动。可以改为“取消发布”。"
        )
    return ""
