"""Waiting for places, and offers that hold them."""

from django.db import models
from django.db.models import Q

from portal.shared.rows import DailyRow

from ..enums import OfferKind, OfferOutcome
from .booking import Booking
from .sessions import VisitSession


class WaitlistEntry(DailyRow):
    """Where a whole party stands in the queue of its session: by priority, then by ``joined_at``."""

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="waitlist_entry")
    joined_at = models.DateTimeField("加入时间")
    priority = models.PositiveSmallIntegerField("次序组", default=1, help_text="0 先于 1")
    min_people = models.PositiveSmallIntegerField(
        "至少需要的人数", null=True, blank=True, help_text="空白表示必须全员；填写后名额不足时可减员前来。"
    )
    skipped_at = models.DateTimeField("最近被越过的时间", null=True, blank=True)

    class Meta:
        verbose_name = "候补"
        verbose_name_plural = "候补"
        default_permissions = ()
        ordering = ["priority", "joined_at", "id"]

    def __str__(self) -> str:
        return f"{self.booking} 候补"


class Offer(DailyRow):
    """Places held for a school until it answers; an answer or the clock ends it, once."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="offers")
    session = models.ForeignKey(VisitSession, on_delete=models.PROTECT, related_name="offers")
    kind = models.CharField("类型", max_length=10, choices=OfferKind.choices)
    outcome = models.CharField("结果", max_length=10, choices=OfferOutcome.choices, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField("答复期限", db_index=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        verbose_name = "名额邀约"
        verbose_name_plural = "名额邀约"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["booking"], condition=Q(outcome=""), name="one_open_offer_per_booking"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking} {self.get_kind_display()}"
