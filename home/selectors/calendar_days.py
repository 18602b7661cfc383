"""What the moral-education calendar says is near, with one lesson and one guide for each day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from wagtail.models import Page

from courses.models import GuidePage, LessonPage
from portal.taxonomy.models import CalendarRule

from ..calendar import Occurrence, near, upcoming
from .addresses import Address
from .fresh import NEWEST, shown

# With nothing near, the next days are shown with the time that is left.
NEXT_WHEN_NONE_NEAR = 2
LINKS_READ = 200


def calendar_days(count: int, today: date, restricted: Q, address: Address) -> list[dict[str, Any]]:
    """Return the near days as sections/calendar.html draws them, at most ``count``. 4 queries."""
    rules = list(CalendarRule.objects.in_force().prefetch_related("topics"))
    days = near(rules, today) or upcoming(rules, today)[:NEXT_WHEN_NONE_NEAR]
    days = days[:count]
    topic_ids = {topic.pk for day in days for topic in day.rule.topics.all()}
    lessons = by_topic(LessonPage, topic_ids, restricted, address)
    guides = by_topic(GuidePage, topic_ids, restricted, address)
    return [day_entry(day, today, lessons, guides) for day in days]


def by_topic(
    model: type[LessonPage] | type[GuidePage], topic_ids: set[int], restricted: Q, address: Address
) -> dict[int, dict[str, str]]:
    """Return topic id -> the newest page of the type with that topic."""
    found: dict[int, dict[str, str]] = {}
    if topic_ids:
        pages = shown(model.objects.filter(topics__in=topic_ids), restricted).order_by(*NEWEST)
        for topic_id, title, url_path in pages.values_list("topics", "title", "url_path")[:LINKS_READ]:
            link = {"title": title, "url": address(Page(url_path=url_path))}
            found.setdefault(topic_id, link)
    return found


def day_entry(
    day: Occurrence,
    today: date,
    lessons: dict[int, dict[str, str]],
    guides: dict[int, dict[str, str]],
) -> dict[str, Any]:
    """Return one day: its dates, how long it is off, and what to use for it."""
    topics = list(day.rule.topics.all())
    return {
        "title": day.rule.zh,
        "start": day.start,
        "end": day.end,
        "is_span": day.end > day.start,
        "wait": wait_words(day, today),
        "is_unchecked": day.rule.is_unchecked,
        "lesson": first_of(lessons, (topic.pk for topic in topics)),
        "guide": first_of(guides, (topic.pk for topic in topics)),
        "topics": [{"title": topic.zh, "url": reverse("topic", args=[topic.code])} for topic in topics],
    }


def wait_words(day: Occurrence, today: date) -> str:
    """Say in words how far off a day is."""
    days = day.days_until(today)
    if days > 1:
        return f"还有 {days} 天"
    return "明天" if days == 1 else ("今天" if day.start == day.end else "进行中")


def first_of(links: dict[int, dict[str, str]], topic_ids: Iterable[int]) -> dict[str, str] | None:
    """Return the link of the first topic that has one."""
    return next((links[pk] for pk in topic_ids if pk in links), None)
