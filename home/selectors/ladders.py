"""One topic across the stages: a lesson for each stage that has one, and what belongs to it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from courses.models import GuidePage, LessonPage
from portal.taxonomy.models import Topic
from studysites.models import StudySitePage

from .addresses import Address
from .fresh import NEWEST, shown

COMPANIONS = 2
LESSONS_READ = 100


def topic_ladder(topic: Topic, restricted: Q, address: Address) -> dict[str, Any]:
    """Return rungs (lowest stage first, the newest lesson of each) and companions of a topic. 3 queries."""
    lessons = shown(LessonPage.objects.filter(topics=topic).select_related("stage"), restricted)
    newest: dict[int, LessonPage] = {}
    for lesson in lessons.order_by(*NEWEST)[:LESSONS_READ]:
        newest.setdefault(lesson.stage_id, lesson)
    rungs = sorted(newest.values(), key=lambda lesson: (lesson.stage.sort, lesson.pk))
    return {
        "rungs": [
            {
                "stage_label": lesson.stage.zh,
                "title": lesson.title,
                "url": address(lesson),
                "focus": lesson.issue or lesson.summary,
            }
            for lesson in rungs
        ],
        "companions": [
            *companions("家庭指南", GuidePage.objects.filter(topics=topic), restricted, address),
            *companions("研学基地", StudySitePage.objects.filter(topics=topic), restricted, address),
        ],
        "url": reverse("topic", args=[topic.code]),
    }


def companions(label: str, pages: QuerySet, restricted: Q, address: Address) -> list[dict[str, str]]:
    """Return the newest pages of one kind as links with the kind's name."""
    return [
        {"label": label, "title": page.title, "url": address(page)}
        for page in shown(pages, restricted).order_by(*NEWEST)[:COMPANIONS]
    ]
