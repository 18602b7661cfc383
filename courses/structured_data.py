"""schema.org data of a lesson: JSON for search engines, never run, so the strict CSP lets it be."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from .models import LessonGoal, LessonPage
from .selectors.terms import TermRow

# What would end the script element, or open a comment in it, becomes a JSON escape (as json_script does).
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def as_data_block(data: dict[str, Any]) -> SafeString:
    """Return JSON that may stand between script tags whatever an editor typed."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))  # noqa: S308


def lesson_data(
    page: LessonPage,
    path: str,
    terms: dict[str, list[TermRow]],
    goals: Iterable[LessonGoal],
    keywords: list[str],
    publisher: str,
) -> dict[str, Any]:
    """Return a schema.org LearningResource; what is unknown is left out."""
    data = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": page.title,
        "description": page.summary,
        "url": f"{settings.PORTAL_BASE_URL}{path}",
        "inLanguage": "zh-CN",
        "learningResourceType": [row.zh for row in terms["lesson_type"]],
        "educationalLevel": [row.zh for row in (*terms["stage"], *terms["grades"])],
        "about": [row.zh for row in (*terms["course"], *terms["unit"])],
        "teaches": [goal.text.strip() for goal in goals],
        "keywords": keywords,
        "timeRequired": f"PT{page.minutes}M",
        "isAccessibleForFree": True,
        "audience": {"@type": "EducationalAudience", "educationalRole": "teacher"},
        "dateModified": page.last_published_at.isoformat() if page.last_published_at else "",
        "provider": {"@type": "Organization", "name": publisher} if publisher else None,
    }
    return {key: value for key, value in data.items() if value}
