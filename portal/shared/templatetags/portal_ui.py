"""Small display tags of the design system: icons, dates, sizes, pager windows, form controls.

Nothing here asks the database or reads a session, so a page that uses these tags stays cacheable.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any
from urllib.parse import urlencode, urlsplit

from django import forms, template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField
from django.http import QueryDict
from django.template.defaultfilters import floatformat
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

register = template.Library()

WEEKDAYS = "一二三四五六日"
SPRITE = "portal/icons/sprite.svg"
FILE_KINDS = {
    "pdf": ("pdf", "PDF"),
    "ppt": ("ppt", "课件"),
    "pptx": ("ppt", "课件"),
    "doc": ("doc", "文档"),
    "docx": ("doc", "文档"),
    "xls": ("sheet", "表格"),
    "xlsx": ("sheet", "表格"),
    "csv": ("sheet", "表格"),
    "zip": ("zip", "压缩包"),
    "mp4": ("video", "视频"),
    "video": ("video", "视频"),
    "mp3": ("audio", "音频"),
    "m4a": ("audio", "音频"),
    "audio": ("audio", "音频"),
    "png": ("image", "图片"),
    "jpg": ("image", "图片"),
    "jpeg": ("image", "图片"),
    "webp": ("image", "图片"),
    "image": ("image", "图片"),
}
TONE_ICONS = {"success": "success", "warning": "warning", "error": "error", "info": "info"}
TONE_WORDS = {"success": "完成", "warning": "请注意", "error": "出错了", "info": "提示"}


@register.simple_tag
def asset(path: str) -> str:
    """URL of a static file; error pages use it because it never raises, even without a manifest."""
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


@register.simple_tag
def icon(name: str, label: str = "", cls: str = "") -> SafeString:
    """One icon of the sprite. Without `label` it is decoration and hidden from screen readers."""
    href = f"{asset(SPRITE)}#{name}"
    css = f"icon {cls}".strip()
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', css, label, href
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', css, href)


@register.simple_block_tag(takes_context=True)
def page_title(context: template.Context, content: str) -> str:
    """Text for <title>: the block on one line, then the site name unless it is already there."""
    title = " ".join(content.split())
    site = conditional_escape((context.get("frame") or {}).get("site_name", ""))
    if not title or not site or site in title:
        return SafeString(title or site)  # the block arrives rendered and escaped
    return SafeString(f"{title} - {site}")


@register.simple_tag
def feedback_link(url: str, request: Any = None) -> str:
    """The correction form's address with the present page's path in `page`, unless it carries one."""
    if not url or request is None or "page=" in url:
        return url or ""
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}{urlencode({'page': request.get_full_path()})}"


@register.simple_tag
def current_door(doors: Iterable[dict[str, str]] | None, request: Any = None) -> str:
    """Code of the door the present address lies behind (`lessons`, `guides`, `sites`), or an empty string."""
    path = getattr(request, "path", "")
    behind = []
    for door in doors or []:
        prefix = urlsplit(door.get("url") or "").path.rstrip("/")
        if prefix and f"{path}/".startswith(f"{prefix}/"):
            behind.append((len(prefix), door["code"]))
    return max(behind)[1] if behind else ""


def _local(value: dt.date | dt.datetime | None) -> dt.date | dt.datetime | None:
    """The value in the site's time zone when it is an aware datetime."""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def cn_date(value: dt.date | dt.datetime | None) -> str:
    """2026年11月23日 星期一; an empty value gives an empty string."""
    day = _local(value)
    return f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}" if day else ""


@register.filter
def cn_date_plain(value: dt.date | dt.datetime | None) -> str:
    """2026年11月23日."""
    day = _local(value)
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


@register.filter
def cn_date_short(value: dt.date | dt.datetime | None) -> str:
    """11-23 周一."""
    day = _local(value)
    return f"{day:%m-%d} 周{WEEKDAYS[day.weekday()]}" if day else ""


@register.filter
def cn_time(value: dt.datetime | dt.time | None) -> str:
    """09:30, 24 hours, in the site's time zone."""
    moment = _local(value) if isinstance(value, dt.datetime) else value
    return f"{moment:%H:%M}" if moment else ""


@register.filter
def file_size(value: int | None) -> str:
    """Bytes as 820 KB or 1.6 MB; unknown or zero gives an empty string."""
    if not value:
        return ""
    size = float(value)
    if size < 1024:
        return f"{int(size)} B"
    for unit in ("KB", "MB"):
        size /= 1024
        if size < 1024:
            return f"{floatformat(size, 0 if unit == 'KB' else -1)} {unit}"
    return f"{floatformat(size / 1024, -1)} GB"


@register.filter
def file_icon(kind: str | None) -> str:
    """Icon name for a file extension or kind."""
    return FILE_KINDS.get((kind or "").lower().lstrip("."), ("file", ""))[0]


@register.filter
def file_word(kind: str | None) -> str:
    """Chinese word for a file extension or kind: pptx gives 课件."""
    return FILE_KINDS.get((kind or "").lower().lstrip("."), ("", "文件"))[1]


@register.filter
def tone_icon(tone: str) -> str:
    """Icon name of a status tone; a neutral tone has none."""
    return TONE_ICONS.get(tone, "")


@register.filter
def tone_word(tone: str) -> str:
    """Word that says the tone aloud, for readers who do not see colour."""
    return TONE_WORDS.get(tone, "提示")


@register.filter
def message_tone(tags: str) -> str:
    """Tone of a django.contrib.messages message from its tags."""
    for tone in TONE_ICONS:
        if tone in (tags or ""):
            return tone
    return "info"


@register.filter
def pair_with(first: Sequence[Any] | None, second: Sequence[Any] | None) -> list[tuple[Any, Any]]:
    """Two lists side by side; the shorter one is filled with empty strings."""
    return list(zip_longest(first or [], second or [], fillvalue=""))


@register.filter
def minutes_total(steps: Iterable[Any]) -> int:
    """Sum of `minutes` over steps given as dicts or objects."""
    minutes: list[int] = [_minutes(step) for step in steps or []]
    return sum(minutes)


def _minutes(step: Any) -> int:
    value = step.get("minutes") if isinstance(step, dict) else getattr(step, "minutes", 0)
    return int(value or 0)


@register.simple_tag
def minutes_bar(steps: Iterable[Any]) -> list[dict[str, Any]]:
    """Each step with its start and end minute and its place on a 0-100 bar (`x`, `width`, as text)."""
    listed = list(steps or [])
    total = minutes_total(listed) or 1
    bar, start = [], 0
    for step in listed:
        length = _minutes(step)
        bar.append({"step": step, "start": start, "end": start + length, "minutes": length,
                    "x": f"{start * 100 / total:.2f}", "width": f"{length * 100 / total:.2f}"})  # fmt: skip
        start += length
    return bar


@register.simple_tag
def pager_numbers(page: Page, near: int = 2) -> list[int | None]:
    """Page numbers to draw: first, last and `near` around the present one; None stands for a gap.

    Never more than 2 * near + 5 entries, however many pages there are.
    """
    last = page.paginator.num_pages
    wanted = {1, last, *range(max(1, page.number - near), min(last, page.number + near) + 1)}
    numbers: list[int | None] = []
    for number in sorted(wanted):
        if numbers and numbers[-1] is not None and number - numbers[-1] > 1:
            numbers.append(number - 1 if number - numbers[-1] == 2 else None)
        numbers.append(number)
    return numbers


@register.simple_tag(takes_context=True)
def page_url(context: template.Context, param: str, number: int) -> str:
    """The present address with `param` set to a page number; page 1 drops it."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query.pop(param, None)
    if number > 1:
        query[param] = str(number)
    return f"?{query.urlencode()}"


@register.filter
def control_kind(field: BoundField) -> str:
    """How a form field is laid out: `box` (one checkbox), `group` (radios, boxes), `hidden` or `line`."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    return "box" if isinstance(widget, forms.CheckboxInput) else "line"


@register.filter
def without_placeholder(field: BoundField) -> str:
    """The control without its placeholder, for forms of libraries that repeat the label there."""
    return field.as_widget(attrs={"placeholder": False})


@register.filter
def percent_of(part: int | None, whole: int | None) -> int:
    """`part` of `whole` in whole per cent, 0 to 100; 0 when the whole is empty."""
    if not part or not whole:
        return 0
    return max(0, min(100, round(part * 100 / whole)))
