"""Slugs of Chinese titles: pinyin, short, ASCII only."""

from django.utils.text import slugify
from pypinyin import Style, lazy_pinyin

SLUG_LENGTH = 60


def pinyin_slug(title: str, fallback: str = "page") -> str:
    """Return an ASCII slug of at most 60 characters for ``title`` (重庆 gives chong-qing).

    ``fallback`` is returned when nothing of the title can be spelt.
    """
    syllables = lazy_pinyin(title, style=Style.NORMAL, errors="default")
    slug = slugify("-".join(part.strip() for part in syllables if part.strip()))
    if len(slug) > SLUG_LENGTH:
        slug = slug[:SLUG_LENGTH].rsplit("-", 1)[0]
    return slug.strip("-_") or fallback
