"""What the moral-education calendar says is near, with one lesson and one guide for each day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from wagtail.models import Page

from courses.models import GuidePage, LessonPage
from portal.taxonomy.models import CalendarRule
from portal.taxonomy.rule_dates import Occurrence, near, upcoming

from .addresses import Address
from .fresh import NEWEST, shown

# With nothing near, the next days are shown with the time that is left.
NEXT_WHEN_NONE_NEAR = 2
LINKS_READ = 200
Links = dict[int, list[dict[str, str]]]


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
) -> Links:
    """Return topic id -> the pages of the type with that topic, newest first. 1 query."""
    found: Links = {}
    if topic_ids:
        pages = shown(model.objects.filter(topics__in=topic_ids), restricted).order_by(*NEWEST)
        rows = pages.values_list("topics", "title", "summary", "url_path")[:LINKS_READ]
        for topic_id, title, summary, url_path in rows:
            link = {"title": title, "summary": summary, "url": address(Page(url_path=url_path))}
            found.setdefault(topic_id, []).append(link)
    return found


def day_entry(
    day: Occurrence,
    today: date,
    lessons: Links,
    guides: Links,
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
        "lesson": closest(day.rule.zh, lessons, [topic.pk for topic in topics]),
        "guide": closest(day.rule.zh, guides, [topic.pk for topic in topics]),
        "topics": [{"title": topic.zh, "url": reverse("topic", args=[topic.code])} for topic in topics],
    }


def wait_words(day: Occurrence, today: date) -> str:
    """Say in words how far off a day is."""
    days = day.days_until(today)
    if days > 1:
        return f"还有 {days} 天"
    return "明天" if days == 1 else ("今天" if day.start == day.end else "进行中")


def closest(name: str, links: Links, topic_ids: Iterable[int]) -> dict[str, str] | None:
    """Return the page of these topics that says most about the day: by shared characters, then newest."""
    pages = [page for topic_id in topic_ids for page in links.get(topic_id, [])]
    return max(pages, key=lambda page: shared_pairs(name, page), default=None)


def shared_pairs(name: str, page: dict[str, str]) -> int:
    """Count the pairs of neighbouring characters of ``name`` in title (twice as heavy) and summary."""
    pairs = {name[at : at + 2] for at in range(len(name) - 1)}
    return sum(2 * (pair in page["title"]) + (pair in page["summary"]) for pair in pairs)
