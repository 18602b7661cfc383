"""Vocabularies of bases and of topics that join lesson, guide and base."""

from .term import Term


class BaseTheme(Term):
    """研学基地主题."""

    class Meta(Term.Meta):
        verbose_name = "基地主题"
        verbose_name_plural = "基地主题"


class LocalTheme(Term):
    """乡土主题: 汉画, 医圣 ..."""

    class Meta(Term.Meta):
        verbose_name = "乡土主题"
        verbose_name_plural = "乡土主题"


class Topic(Term):
    """专题: one subject that joins lessons, guides and bases."""

    class Meta(Term.Meta):
        verbose_name = "专题"
        verbose_name_plural = "专题"
