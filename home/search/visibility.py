"""Which pages a visitor may be shown at this moment."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet


def shown_pages(now: datetime | None = None) -> PageQuerySet:
    """Live pages without view restriction, within their dates by the clock (not by the scheduler)."""
    moment = now or timezone.now()
    return (
        Page.objects.live()
        .public()
        .filter(Q(go_live_at=None) | Q(go_live_at__lte=moment), Q(expire_at=None) | Q(expire_at__gt=moment))
    )


def shown_among(page_ids: Iterable[int]) -> dict[int, str]:
    """Tree paths by id of those pages that may be shown; two queries."""
    return dict(shown_pages().filter(pk__in=set(page_ids)).values_list("pk", "path"))
