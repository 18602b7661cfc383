"""Vocabularies that describe a lesson."""

from django.db import models

from .curriculum import Stage
from .term import Term


class Competency(Term):
    """核心素养 of the compulsory, senior or vocational standard."""

    class Level(models.TextChoices):
        COMPULSORY = "compulsory", "义务教育"
        SENIOR = "senior", "普通高中"
        VOCATIONAL = "vocational", "中等职业教育"

    level = models.CharField("适用标准", max_length=12, choices=Level.choices, default=Level.COMPULSORY)

    class Meta(Term.Meta):
        verbose_name = "核心素养"
        verbose_name_plural = "核心素养"


class Theme(Term):
    """学习主题 of the standard, with the stages that have it."""

    stages = models.ManyToManyField(Stage, verbose_name="学段", blank=True, related_name="themes")

    class Meta(Term.Meta):
        verbose_name = "学习主题"
        verbose_name_plural = "学习主题"


class Effort(Term):
    """六个下功夫."""

    class Meta(Term.Meta):
        verbose_name = "六个下功夫"
        verbose_name_plural = "六个下功夫"


class Quality(Term):
    """示范课三力: 解释力, 说服力, 感染力."""

    class Meta(Term.Meta):
        verbose_name = "示范课三力"
        verbose_name_plural = "示范课三力"


class TeacherQuality(Term):
    """六要."""

    class Meta(Term.Meta):
        verbose_name = "教师六要"
        verbose_name_plural = "教师六要"


class MoralContent(Term):
    """德育内容."""

    class Meta(Term.Meta):
        verbose_name = "德育内容"
        verbose_name_plural = "德育内容"


class Approach(Term):
    """六大途径."""

    class Meta(Term.Meta):
        verbose_name = "育人途径"
        verbose_name_plural = "育人途径"


class LessonType(Term):
    """课型."""

    class Meta(Term.Meta):
        verbose_name = "课型"
        verbose_name_plural = "课型"


class Method(Term):
    """教学方法."""

    class Meta(Term.Meta):
        verbose_name = "教学方法"
        verbose_name_plural = "教学方法"


class ResourceType(Term):
    """资源类型 of a file: 课件, 教学设计, 学习任务单 ..."""

    class Meta(Term.Meta):
        verbose_name = "资源类型"
        verbose_name_plural = "资源类型"


class Licence(Term):
    """What a reader may do with a file."""

    class Meta(Term.Meta):
        verbose_name = "使用许可"
        verbose_name_plural = "使用许可"
