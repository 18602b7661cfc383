"""The numbers a base sets, and what a visit costs."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from portal.organisations.models import Organisation


class BaseRules(models.Model):
    """Notices in working days, windows and ratios of one base; a base without a row has the defaults.

    Defaults: design decision 21 (notices 5, 5, 3), booking.md section 4 (ratios, late limit).
    """

    organisation = models.OneToOneField(
        Organisation, verbose_name="基地", on_delete=models.CASCADE, related_name="booking_rules"
    )
    create_notice = models.PositiveSmallIntegerField(
        "最晚提前几个工作日预约", default=5, validators=[MinValueValidator(3), MaxValueValidator(20)]
    )
    change_notice = models.PositiveSmallIntegerField(
        "最晚提前几个工作日增加人数或改期", default=5, validators=[MaxValueValidator(20)]
    )
    final_numbers_notice = models.PositiveSmallIntegerField(
        "最晚提前几个工作日确认人数", default=3, validators=[MaxValueValidator(20)]
    )
    cancel_notice = models.PositiveSmallIntegerField(
        "最晚提前几个工作日取消",
        default=0,
        validators=[MaxValueValidator(20)],
        help_text="0 表示开始之前都可以取消；晚于此限的取消仍会受理，但记为临近取消。",
    )
    opens_days_before = models.PositiveSmallIntegerField(
        "提前几天开放预约", default=90, validators=[MinValueValidator(7), MaxValueValidator(365)]
    )
    decision_days = models.PositiveSmallIntegerField(
        "几个工作日内答复", default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    late_limit_minutes = models.PositiveSmallIntegerField(
        "迟到上限（分钟）", default=20, validators=[MinValueValidator(5), MaxValueValidator(120)]
    )
    pupils_per_adult_lower = models.PositiveSmallIntegerField(
        "一至三年级每位成人带学生数", default=10, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    pupils_per_adult_middle = models.PositiveSmallIntegerField(
        "四至六年级每位成人带学生数", default=15, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    pupils_per_adult_upper = models.PositiveSmallIntegerField(
        "七年级以上每位成人带学生数", default=20, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    confirms_offers = models.BooleanField(
        "候补接受后直接确认", default=False, help_text="不勾选时，学校接受候补名额后仍由基地确认。"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "预约规则"
        verbose_name_plural = "预约规则"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.organisation} 预约规则"


class PriceItem(models.Model):
    """One line of what a visit costs, in fen; a change ends the row and writes a new one.

    The rows together are the public history; 0 is shown as free of charge.
    """

    class Per(models.TextChoices):
        PUPIL = "pupil", "每名学生"
        ADULT = "adult", "每位成人"
        GROUP = "group", "每组"

    programme = models.ForeignKey(
        "studysites.ProgrammePage",
        verbose_name="研学课程",
        on_delete=models.PROTECT,
        related_name="price_items",
    )
    label = models.CharField("项目", max_length=40)
    per = models.CharField("计价单位", max_length=6, choices=Per.choices, default=Per.PUPIL)
    amount_fen = models.PositiveIntegerField("金额（分）", default=0)
    note = models.CharField("说明", max_length=100, blank=True)
    valid_from = models.DateField("生效日期")
    valid_until = models.DateField("失效日期", null=True, blank=True)
    sort = models.PositiveSmallIntegerField("排序", default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "费用项目"
        verbose_name_plural = "费用项目"
        default_permissions = ()
        ordering = ["sort", "id"]
        constraints = [
            models.CheckConstraint(
                name="price_ends_after_start",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=["programme", "label", "per"],
                condition=Q(valid_until__isnull=True),
                name="one_price_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.amount_fen}"
