"""A school's booking, its parties and the record that makes repeats harmless."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.organisations.models import School
from portal.shared.rows import DailyRow
from portal.taxonomy.models import Grade

from ..enums import BookingStatus, CancelledBy, CancelReason, PriorityBand
from .sessions import VisitSession


class Booking(DailyRow):
    """One visit of one school. Counts only; the contact is an adult."""

    reference = models.CharField("预约编号", max_length=12, unique=True)
    school = models.ForeignKey(School, verbose_name="学校", on_delete=models.PROTECT, related_name="bookings")
    session = models.ForeignKey(
        VisitSession, verbose_name="场次", on_delete=models.PROTECT, related_name="bookings"
    )
    status = models.CharField(
        "状态", max_length=12, choices=BookingStatus.choices, default=BookingStatus.PENDING, db_index=True
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="申请人",
        null=True,
        on_delete=models.SET_NULL,
        related_name="bookings_requested",
    )
    contact_name = models.CharField("带队联系人", max_length=40)
    contact_phone = models.CharField("联系电话", max_length=20)
    note = models.CharField("给基地的说明", max_length=300, blank=True)
    created_at = models.DateTimeField("提交时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="处理人",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.CharField("原因", max_length=200, blank=True)
    cancelled_by = models.CharField("取消方", max_length=10, choices=CancelledBy.choices, blank=True)
    reason_code = models.CharField("原因类别", max_length=12, choices=CancelReason.choices, blank=True)
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="副联络员",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="bookings_deputised",
    )
    booked_by_base = models.BooleanField("基地代办", default=False)
    band = models.CharField("优先类别", max_length=12, choices=PriorityBand.choices, blank=True, default="")
    trip = models.ForeignKey(
        "bookings.Trip",
        verbose_name="两馆一日",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bookings",
    )
    grade_plan = models.ForeignKey(
        "bookings.GradePlan",
        verbose_name="年级计划",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bookings",
    )
    hold_expires_at = models.DateTimeField("占位到期", null=True, blank=True, db_index=True)
    hold_extended = models.BooleanField("占位已延长", default=False)
    submitted_at = models.DateTimeField("送交时间", null=True, blank=True)
    decision_due_at = models.DateTimeField("答复期限", null=True, blank=True, db_index=True)
    reminders_sent = models.PositiveSmallIntegerField("已催办次数", default=0, editable=False)
    final_numbers_due_at = models.DateTimeField("确认人数期限", null=True, blank=True, db_index=True)
    final_numbers_at = models.DateTimeField("人数确认时间", null=True, blank=True)
    final_numbers_asked_at = models.DateTimeField("人数提醒时间", null=True, blank=True)
    checked_in_at = models.DateTimeField("入馆时间", null=True, blank=True)
    completed_at = models.DateTimeField("完成时间", null=True, blank=True)
    no_show_at = models.DateTimeField("未到登记时间", null=True, blank=True)

    class Meta:
        verbose_name = "预约"
        verbose_name_plural = "预约"
        ordering = ["-id"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["session", "status"], name="booking_session_status")]

    def __str__(self) -> str:
        return f"{self.reference} {self.school}"


class Party(DailyRow):
    """One class of a booking: people are pupils plus accompanying adults.

    ``session``, ``school`` and ``active`` repeat the booking so that one partial unique index can
    refuse the same class twice; only the service writes them.
    """

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="parties")
    session = models.ForeignKey(VisitSession, on_delete=models.PROTECT, related_name="parties")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="parties")
    active = models.BooleanField(default=True)
    grade = models.ForeignKey(Grade, verbose_name="年级", on_delete=models.PROTECT, related_name="+")
    class_label = models.CharField("班级", max_length=20)
    pupils = models.PositiveSmallIntegerField("学生人数")
    adults = models.PositiveSmallIntegerField("随行成人")

    class Meta:
        verbose_name = "班级"
        verbose_name_plural = "班级"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "school", "grade", "class_label"],
                condition=Q(active=True),
                name="one_active_party_per_class",
            ),
            models.CheckConstraint(name="party_has_pupils", condition=Q(pupils__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.grade} {self.class_label}"

    @property
    def people(self) -> int:
        """Pupils plus adults."""
        return self.pupils + self.adults


class IdempotencyRecord(DailyRow):
    """First answer to a (actor, key); a repeat gets the same answer, another body is refused."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    action = models.CharField(max_length=40)
    body_hash = models.CharField(max_length=64)
    booking = models.ForeignKey(Booking, null=True, on_delete=models.CASCADE, related_name="+")
    # What a change without a booking answered; services.kept_answers says how.
    answer = models.TextField(null=True)  # noqa: DJ001
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="one_answer_per_key")]

    def __str__(self) -> str:
        return f"{self.action} {self.key}"
