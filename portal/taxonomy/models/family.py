"""Vocabularies of family education."""

from django.core.validators import RegexValidator
from django.db import models

from .term import Term


class AgeBand(Term):
    """年龄段 of a guide."""

    class Meta(Term.Meta):
        verbose_name = "年龄段"
        verbose_name_plural = "年龄段"


class FamilyTopic(Term):
    """家长话题: 学习动力, 手机与游戏 ..."""

    class Meta(Term.Meta):
        verbose_name = "家教话题"
        verbose_name_plural = "家教话题"


class FamilySituation(Term):
    """家庭类型: 留守, 隔代 ..."""

    class Meta(Term.Meta):
        verbose_name = "家庭类型"
        verbose_name_plural = "家庭类型"


class LawContent(Term):
    """家庭教育促进法第十六条 的六个方面."""

    class Meta(Term.Meta):
        verbose_name = "家庭教育内容"
        verbose_name_plural = "家庭教育内容"


class LawMethod(Term):
    """家庭教育促进法第十七条 的方式方法."""

    class Meta(Term.Meta):
        verbose_name = "家庭教育方法"
        verbose_name_plural = "家庭教育方法"


class Hotline(Term):
    """A public help line, shown by topic; shipped only with the source that was read."""

    number = models.CharField(
        "号码",
        max_length=20,
        validators=[RegexValidator(r"^\d[\d-]{2,14}$", "热线号码只能由数字和短横线组成。")],
    )
    topics = models.ManyToManyField(FamilyTopic, verbose_name="话题", blank=True, related_name="hotlines")

    class Meta(Term.Meta):
        verbose_name = "求助热线"
        verbose_name_plural = "求助热线"
