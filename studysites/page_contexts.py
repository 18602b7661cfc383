"""Contexts of the three pages of bases."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from portal.organisations.models import EditorialRecord

from .bookings.rule_words import rule_lines
from .bookings.selectors import SessionRow, open_sessions
from .bookings.selectors.prices import prices_of
from .bookings.selectors.rules import rules_of
from .models import ProgrammePage, StudySiteIndexPage, StudySitePage
from .selectors import next_session_of_sites, sessions_by_month, site_links, sites_on_show, unit_rows

PICTURE = "fill-960x640|format-webp|webpquality-72"
# So many coming sessions are listed, which bounds the page whatever a base opens.
LISTED = 120
LISTED_OF_SITE = 60
HOME_CRUMB = {"title": "首页", "url": "/"}


def site_index_context(page: StudySiteIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Return the cards of all bases, each with its next session that has places. 12 queries."""
    get_url = partial(Page.get_url, request=request)
    sites = sites_on_show()
    coming = next_session_of_sites(sites)
    cards = [{**site.card(get_url), **next_label(coming.get(site.pk))} for site in sites]
    return {"sites": cards, "as_of": timezone.now(), "crumbs": [HOME_CRUMB, {"title": page.title}]}


def next_label(row: SessionRow | None) -> dict[str, Any]:
    """Return what a card says about the next session."""
    if row is None:
        return {"next_label": "近期没有可约场次"}
    return {"next_session": {"date": row.start, "places": row.places_left}}


def site_context(page: StudySitePage, request: HttpRequest) -> dict[str, Any]:
    """Return everything a base's page draws. 16 queries."""
    get_url = partial(Page.get_url, request=request)
    links = site_links(page)
    sessions = open_sessions(site=page, limit=LISTED_OF_SITE)
    parent = page.get_parent()
    record = page.editorial_records.select_related("organisation").first()
    return {
        "programmes": [programme_card(programme, get_url, sessions) for programme in links.programmes],
        **session_context(sessions, LISTED_OF_SITE),
        "lessons": [lesson_link(lesson, get_url) for lesson in links.lessons],
        "guides": [
            {"url": get_url(guide), "title": guide.title, "text": guide.point} for guide in links.guides
        ],
        "units": unit_rows(page.units.all()),
        "grades": list(page.grades.all()),
        "topics": list(page.topics.all()),
        "record": record,
        "rules": rule_lines(rules_of(record.organisation_id)) if record else [],
        "rendition": page.picture.get_rendition(PICTURE) if page.picture else None,
        "crumbs": [HOME_CRUMB, {"title": parent.title, "url": get_url(parent)}, {"title": page.title}],
    }


def session_context(sessions: tuple[SessionRow, ...], limit: int) -> dict[str, Any]:
    """Return sessions by month, where the list was cut, and the moment their places were read."""
    return {
        "months": sessions_by_month(sessions),
        "session_count": len(sessions),
        "cut_at": len(sessions) if len(sessions) == limit else None,
        "as_of": sessions[0].as_of if sessions else timezone.now(),
    }


def programme_card(
    programme: ProgrammePage, get_url: Any, sessions: tuple[SessionRow, ...]
) -> dict[str, Any]:
    """Return one programme with its first session that can be booked."""
    bookable = [row for row in sessions if row.programme_id == programme.pk and row.book_url]
    return {"page": programme, "url": get_url(programme), "next": bookable[0] if bookable else None}


def rules_lines_of(site: Page) -> list[tuple[str, str]]:
    """Return the booking rules of the base of a page; none where nobody answers for it. 2 queries."""
    record = EditorialRecord.objects.filter(page=site).first()
    return rule_lines(rules_of(record.organisation_id)) if record and record.organisation_id else []


def lesson_link(lesson: Any, get_url: Any) -> dict[str, str]:
    """Return a lesson as a small card."""
    return {
        "url": get_url(lesson),
        "title": lesson.title,
        "over": f"{lesson.stage.zh} · {lesson.lesson_type.zh} · {lesson.minutes} 分钟",
        "text": lesson.summary,
    }


def programme_context(page: ProgrammePage, request: HttpRequest) -> dict[str, Any]:
    """Return everything a programme's page draws. 15 queries."""
    get_url = partial(Page.get_url, request=request)
    sessions = open_sessions(programme_id=page.pk or 0, limit=LISTED)
    site = page.get_parent()
    above = site.get_parent()
    return {
        **session_context(sessions, LISTED),
        "site_link": {"title": site.title, "url": get_url(site)},
        "steps": [block.value for block in page.outline],
        "next": next((row for row in sessions if row.book_url), None),
        "rules": rules_lines_of(site),
        "prices": prices_of(page.pk or 0, group_size=page.group_size),
        "grades": list(page.grades.all()),
        "units": unit_rows(page.units.all()),
        "topics": list(page.topics.all()),
        "record": page.editorial_records.select_related("organisation").first(),
        "rendition": page.picture.get_rendition(PICTURE) if page.picture else None,
        "crumbs": [
            HOME_CRUMB,
            {"title": above.title, "url": get_url(above)},
            {"title": site.title, "url": get_url(site)},
            {"title": page.title},
        ],
    }
