"""Stages, grades, courses, volumes and units: the tree lessons hang on."""

from django.db import models

from .term import Term


class Stage(Term):
    """学段: p1 小学低年级 to u 高校."""

    class Meta(Term.Meta):
        verbose_name = "学段"
        verbose_name_plural = "学段"


class Grade(Term):
    """年级, with the other names people type."""

    stage = models.ForeignKey(Stage, verbose_name="学段", on_delete=models.PROTECT, related_name="grades")
    aliases = models.CharField("别名", max_length=200, blank=True, help_text="用 | 隔开，例如 初一|7年级")

    class Meta(Term.Meta):
        verbose_name = "年级"
        verbose_name_plural = "年级"


class Course(Term):
    """学科或课程: 道德与法治, 思想政治, 主题班会 ..."""

    class Meta(Term.Meta):
        verbose_name = "学科课程"
        verbose_name_plural = "学科课程"


class Volume(Term):
    """册次: one book of one edition, in force between two dates."""

    class Half(models.TextChoices):
        FIRST = "a", "上册"
        SECOND = "b", "下册"
        WHOLE = "w", "全一册"

    class Edition(models.TextChoices):
        NEW = "new", "新教材"
        OLD = "old", "旧教材"

    course = models.ForeignKey(
        Course, verbose_name="学科课程", on_delete=models.PROTECT, related_name="volumes"
    )
    grade = models.ForeignKey(
        Grade, verbose_name="年级", null=True, blank=True, on_delete=models.PROTECT, related_name="volumes"
    )
    stage = models.ForeignKey(
        Stage, verbose_name="学段", null=True, blank=True, on_delete=models.PROTECT, related_name="volumes"
    )
    term = models.CharField("学期", max_length=1, choices=Half.choices, default=Half.WHOLE)
    edition = models.CharField("教材版本", max_length=3, choices=Edition.choices, default=Edition.NEW)
    edition_year = models.PositiveSmallIntegerField("版本年份", null=True, blank=True)
    in_force_from = models.DateField("启用日期", null=True, blank=True)
    in_force_to = models.DateField("停用日期", null=True, blank=True)

    class Meta(Term.Meta):
        verbose_name = "册次"
        verbose_name_plural = "册次"


class Unit(Term):
    """单元: title and number only, never the text of the book."""

    volume = models.ForeignKey(Volume, verbose_name="册次", on_delete=models.PROTECT, related_name="units")
    number = models.PositiveSmallIntegerField("单元序号", default=1)

    class Meta(Term.Meta):
        verbose_name = "单元"
        verbose_name_plural = "单元"

    def __str__(self) -> str:
        return f"{self.volume.zh} 第{self.number}单元 {self.zh}"
