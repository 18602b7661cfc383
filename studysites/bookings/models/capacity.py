"""The capacity ledger: buckets moved only by a guarded UPDATE, with a CHECK behind it."""

from django.db import models
from django.db.models import F, Q

from ..enums import BucketUnit


class CapacityBucket(models.Model):
    """How many of one unit a session has and how many are taken; no form ever writes ``taken``."""

    session = models.ForeignKey("bookings.VisitSession", on_delete=models.CASCADE, related_name="buckets")
    unit = models.CharField("单位", max_length=10, choices=BucketUnit.choices)
    capacity = models.PositiveIntegerField("容量")
    overbook_allowance = models.PositiveIntegerField("可超额", default=0)
    taken = models.PositiveIntegerField("已占用", default=0, editable=False)

    class Meta:
        verbose_name = "容量"
        verbose_name_plural = "容量"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "unit"], name="one_bucket_per_unit"),
            models.CheckConstraint(
                name="taken_within_capacity",
                condition=Q(taken__gte=0) & Q(taken__lte=F("capacity") + F("overbook_allowance")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.unit} {self.taken}/{self.capacity}"

    @property
    def left(self) -> int:
        """Places still free, never below zero."""
        return max(self.capacity + self.overbook_allowance - self.taken, 0)


class Allocation(models.Model):
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
