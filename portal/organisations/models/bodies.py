"""Publishing bodies, districts and schools."""

from django.contrib.auth.models import Group
from django.db import models
from wagtail.models import Collection

from portal.taxonomy.models import Stage


class OrganisationKind(models.TextChoices):
    """What a body is; it decides which section of the site its editors work in."""

    BUREAU = "bureau", "教育局"
    FEDERATION = "federation", "妇联"
    BASE = "base", "研学基地"


class Organisation(models.Model):
    """A body that publishes: it owns pages, files and, for a base, bookings."""

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("全称", max_length=100, unique=True)
    short_name = models.CharField("简称", max_length=30)
    kind = models.CharField("类型", max_length=12, choices=OrganisationKind.choices)
    sort = models.PositiveIntegerField("排序", default=0)
    collection = models.ForeignKey(
        Collection,
        verbose_name="文件集",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    editors = models.ForeignKey(
        Group,
        verbose_name="编辑组",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    reviewers = models.ForeignKey(
        Group,
        verbose_name="审核组",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    class Meta:
        verbose_name = "发布机构"
        verbose_name_plural = "发布机构"
        ordering = ["sort", "code"]

    def __str__(self) -> str:
        return self.short_name


class District(models.Model):
    """区县, code by GB/T 2260."""

    code = models.CharField("行政区划代码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=40, unique=True)
    sort = models.PositiveIntegerField("排序", default=0)

    class Meta:
        verbose_name = "区县"
        verbose_name_plural = "区县"
        ordering = ["sort", "code"]

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """A school that books visits. Counts only; nothing about a pupil is ever kept."""

    class Kind(models.TextChoices):
        REGULAR = "regular", "普通学校"
        SPECIAL = "special", "特殊教育学校"

    code = models.CharField("学校标识码", max_length=20, unique=True)
    name = models.CharField("全称", max_length=100)
    short_name = models.CharField("简称", max_length=40, blank=True)
    district = models.ForeignKey(
        District, verbose_name="区县", on_delete=models.PROTECT, related_name="schools"
    )
    stages = models.ManyToManyField(Stage, verbose_name="学段", blank=True, related_name="schools")
    kind = models.CharField("类型", max_length=10, choices=Kind.choices, default=Kind.REGULAR)
    rural = models.BooleanField("乡村学校", default=False)
    small = models.BooleanField("小规模学校", default=False)
    enrolment = models.PositiveIntegerField("在校生人数", null=True, blank=True)
    is_example = models.BooleanField("示例", default=False)

    class Meta:
        verbose_name = "学校"
        verbose_name_plural = "学校"
        ordering = ["district__sort", "name"]

    def __str__(self) -> str:
        return self.name
