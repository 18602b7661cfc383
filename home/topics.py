"""One topic, three doors: the lessons, guides and bases of a topic on one page."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from wagtail.models import Page

from courses.models import GuidePage, LessonPage
from portal.taxonomy.models import Stage, Topic
from studysites.models import ProgrammePage, StudySitePage
from studysites.selectors import next_session_of_sites, programmes_by_site

HOME_CRUMB = {"title": "首页", "url": "/"}


@dataclass(frozen=True)
class JoinedPages:
    """Live public pages that share a topic or a unit, ready for their cards.

    ``programmes`` holds the fitting programmes by the id of their base; ``sites`` has these bases too.
    """

    lessons: list[LessonPage]
    guides: list[GuidePage]
    sites: list[StudySitePage]
    programmes: dict[int, list[ProgrammePage]]


def joined_pages(lessons: Q, others: Q) -> JoinedPages:
    """Return the pages that meet the conditions: one for lessons, one for guides, bases and programmes.

    19 queries for any number of pages.
    """
    restricted = Page.objects.private_q()
    programmes = programmes_by_site(others)
    sites = StudySitePage.objects.live().exclude(restricted)
    return JoinedPages(
        lessons=list(
            LessonPage.objects.live()
            .exclude(restricted)
            .filter(lessons)
            .order_by("stage__sort", "path")
            .for_cards()
        ),
        guides=list(GuidePage.objects.live().exclude(restricted).filter(others).order_by("path").for_cards()),
        sites=list(
            sites.filter(Q(pk__in=sites.filter(others).values("pk")) | Q(pk__in=programmes))
            .order_by("path")
            .for_cards()
        ),
        programmes=programmes,
    )


def joined_context(request: HttpRequest, joined: JoinedPages) -> dict[str, Any]:
    """Return cards of the three doors; a base with its next session and fitting programmes. 3 queries."""
    get_url = partial(Page.get_url, request=request)
    coming = next_session_of_sites(joined.sites)
    sites = []
    for site in joined.sites:
        card = site.card(get_url)
        if site.pk in coming:
            row = coming[site.pk]
            card["next_session"] = {"date": row.start, "places": row.places_left}
        programmes = joined.programmes.get(site.pk, [])
        links = [{"label": programme.title, "url": get_url(programme)} for programme in programmes]
        sites.append({"card": card, "programmes": links})
    return {
        "lessons": [lesson.card(get_url) for lesson in joined.lessons],
        "guides": [guide.card(get_url) for guide in joined.guides],
        "sites": sites,
        "as_of": timezone.now(),
        "empty": not (joined.lessons or joined.guides or joined.sites),
        "door_links": door_links(joined),
    }


def door_links(joined: JoinedPages) -> list[dict[str, Any]]:
    """Return links to the three parts of the page with how many each holds; an empty part has none."""
    parts = (
        ("课例", "#lessons", joined.lessons),
        ("家庭指南", "#guides", joined.guides),
        ("研学基地", "#sites", joined.sites),
    )
    return [{"label": label, "url": url, "count": len(pages)} for label, url, pages in parts if pages]


def topic_ladder(lessons: list[LessonPage], request: HttpRequest) -> list[dict[str, Any]]:
    """Return one rung a stage of school, empty ones in plain sight; nothing without a lesson. 1 query."""
    if not lessons:
        return []
    by_stage: dict[int, LessonPage] = {}
    for lesson in lessons:
        by_stage.setdefault(lesson.stage_id, lesson)
    rungs: list[dict[str, Any]] = []
    for stage in Stage.objects.exclude(code="pre"):
        rung: dict[str, Any] = {"stage_label": stage.zh}
        if stage.pk in by_stage:
            first = by_stage[stage.pk]
            rung |= {"title": first.title, "url": first.get_url(request), "focus": first.issue}
        rungs.append(rung)
    return rungs


def topic_view(request: HttpRequest, code: str) -> HttpResponse:
    """Show one topic; an unknown code is a 404."""
    topic = get_object_or_404(Topic, code=code)
    joined = joined_pages(Q(topics=topic), Q(topics=topic))
    context = {
        "topic": topic,
        "rungs": topic_ladder(joined.lessons, request),
        **joined_context(request, joined),
        "crumbs": [HOME_CRUMB, {"title": "专题"}, {"title": topic.zh}],
    }
    return render(request, "home/topic.html", context)
