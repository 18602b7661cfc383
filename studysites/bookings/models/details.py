"""What a base must know about a group: counts and adults only, nothing about a pupil."""

from django.db import models
from django.db.models import F, Q

from portal.shared.rows import DailyRow

from ..enums import Direction, LunchKind, TransportMode
from .booking import Booking, Party


class VisitDetails(DailyRow):
    """Needs, transport, lunch, insurance and consent of one booking; every number is a count.

    A count of null was not told, which is not none.
    """

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="details")
    safety_name = models.CharField("安全员", max_length=40, blank=True)
    safety_phone = models.CharField("安全员电话", max_length=20, blank=True)
    wheelchair_count = models.PositiveSmallIntegerField("使用轮椅人数", null=True, blank=True)
    other_needs_count = models.PositiveSmallIntegerField("需要其他照顾的人数", null=True, blank=True)
    transport = models.CharField("交通方式", max_length=8, choices=TransportMode.choices, blank=True)
    coach_count = models.PositiveSmallIntegerField("大巴数量", default=0)
    parks_elsewhere = models.BooleanField("大巴停在别处", default=False)
    plates = models.CharField("车牌号", max_length=120, blank=True)
    arrival_from = models.TimeField("最早到达", null=True, blank=True)
    arrival_to = models.TimeField("最晚到达", null=True, blank=True)
    lunch = models.CharField("午餐", max_length=8, choices=LunchKind.choices, blank=True)
    lunch_people = models.PositiveSmallIntegerField("用餐人数", default=0)
    allergy_count = models.PositiveSmallIntegerField("有食物过敏的人数", null=True, blank=True)
    insurer = models.CharField("保险公司", max_length=60, blank=True)
    policy_number = models.CharField("保单号", max_length=40, blank=True)
    insured_from = models.DateField("保险生效", null=True, blank=True)
    insured_to = models.DateField("保险到期", null=True, blank=True)
    insured_count = models.PositiveSmallIntegerField("投保人数", null=True, blank=True)
    consent_sent = models.PositiveSmallIntegerField("已发告家长书", null=True, blank=True)
    consent_returned = models.PositiveSmallIntegerField("已收回同意回执", null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "团队情况"
        verbose_name_plural = "团队情况"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="consent_returned_within_sent", condition=Q(consent_returned__lte=F("consent_sent"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking} 团队情况"


class GateCount(DailyRow):
    """One count at the gate: how many of one class went in or out; corrections are further rows.

    ``nonce`` comes from the device, so that a sheet sent twice counts once.
    """

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="gate_counts")
    direction = models.CharField("方向", max_length=3, choices=Direction.choices)
    people = models.PositiveSmallIntegerField("人数")
    nonce = models.CharField(max_length=64, unique=True)
    counted_by = models.ForeignKey(
        "accounts.User", verbose_name="清点人", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    counted_at = models.DateTimeField("清点时间")

    class Meta:
        verbose_name = "清点记录"
        verbose_name_plural = "清点记录"
        default_permissions = ()
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.party_id} {self.direction} {self.people}"
