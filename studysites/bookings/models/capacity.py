"""The capacity ledger: buckets moved only by a guarded UPDATE, with a CHECK behind it."""

from django.db import models
from django.db.models import F, Q

from portal.shared.rows import DailyRow

from ..enums import BucketUnit, PriorityBand


class CapacityBucket(DailyRow):
    """How many of one unit there are and how many are taken; no form ever writes ``taken``.

    A bucket belongs to one session, or to a shared resource in a window of time (lunch seats, coach
    bays). A session's bucket with a ``band`` is a reserve only schools of that band draw from.
    """

    session = models.ForeignKey(
        "bookings.VisitSession", null=True, blank=True, on_delete=models.CASCADE, related_name="buckets"
    )
    resource = models.ForeignKey(
        "bookings.Resource", null=True, blank=True, on_delete=models.PROTECT, related_name="buckets"
    )
    window_start = models.DateTimeField("时段开始", null=True, blank=True)
    window_end = models.DateTimeField("时段结束", null=True, blank=True)
    unit = models.CharField("单位", max_length=10, choices=BucketUnit.choices)
    band = models.CharField("预留给", max_length=12, choices=PriorityBand.choices, blank=True, default="")
    reserve_until = models.DateTimeField("预留截止", null=True, blank=True)
    capacity = models.PositiveIntegerField("容量")
    overbook_allowance = models.PositiveIntegerField("可超额", default=0)
    taken = models.PositiveIntegerField("已占用", default=0, editable=False)

    class Meta:
        verbose_name = "容量"
        verbose_name_plural = "容量"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "unit", "band"],
                condition=Q(session__isnull=False),
                name="one_bucket_per_unit_and_band",
            ),
            models.UniqueConstraint(
                fields=["resource", "unit", "window_start"],
                condition=Q(resource__isnull=False),
                name="one_bucket_per_resource_window",
            ),
            models.CheckConstraint(
                name="bucket_of_session_or_resource",
                condition=Q(session__isnull=False, resource__isnull=True)
                | Q(
                    session__isnull=True,
                    resource__isnull=False,
                    window_start__isnull=False,
                    window_end__gt=F("window_start"),
                ),
            ),
            models.CheckConstraint(
                name="taken_within_capacity",
                condition=Q(taken__gte=0) & Q(taken__lte=F("capacity") + F("overbook_allowance")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id or self.resource_id} {self.unit} {self.taken}/{self.capacity}"

    @property
    def left(self) -> int:
        """Places still free, never below zero."""
        return max(self.capacity + self.overbook_allowance - self.taken, 0)


class Allocation(DailyRow):
    """What one booking took of one bucket; released once, never deleted."""

    booking = models.ForeignKey("bookings.Booking", on_delete=models.PROTECT, related_name="allocations")
    bucket = models.ForeignKey(CapacityBucket, on_delete=models.PROTECT, related_name="allocations")
    quantity = models.PositiveIntegerField("数量")
    released_at = models.DateTimeField("释放时间", null=True, blank=True)

    class Meta:
        verbose_name = "占用"
        verbose_name_plural = "占用"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["booking", "bucket"],
                condition=Q(released_at__isnull=True),
                name="one_live_allocation_per_bucket",
            ),
            models.CheckConstraint(name="allocation_positive", condition=Q(quantity__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.bucket_id} {self.quantity}"
