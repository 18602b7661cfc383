"""Panels of the admin's first page: what is due for this person."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from portal.organisations.policies import is_officer

from .models import Correction
from .selectors.due import open_corrections, pages_due_for_review

# The part of the help page for editors and reviewers; its anchor is the heading in pinyin.
MANUAL_URL = "/bangzhu/#bian-ji-he-shen-he-xie-gao-song-shen-gong-kai"
REVIEW_AHEAD = timedelta(days=30)
ROWS = 8


class WelcomePanel(Component):
    """Where to begin, in three links."""

    name = "portal_welcome"
    order = 10
    template_name = "home/admin/welcome.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the reader's name, the manual's address, and for an officer that of the bureau's desk."""
        user = (parent_context or {})["request"].user
        desk = reverse("bookings:bureau_desk") if is_officer(user) else ""
        return {"name": str(user), "manual_url": MANUAL_URL, "desk_url": desk}


class CorrectionsPanel(Component):
    """New reports of readers that this person may answer; drawn only for those who answer some."""

    name = "portal_corrections"
    order = 120
    template_name = "home/admin/corrections.html"

    def __init__(self, reports: QuerySet[Correction]) -> None:
        """Take the reports to look at."""
        self.reports = reports

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the oldest open reports and their number."""
        count, oldest = open_corrections(self.reports, ROWS)
        return {
            "count": count,
            "rows": [
                {
                    "subject": row.subject(),
                    "created_at": row.created_at,
                    "url": corrections_url("edit", row.pk),
                }
                for row in oldest
            ],
            "listing": f"{corrections_url('list')}?state={Correction.State.NEW}",
        }


def corrections_url(view: str, *args: int) -> str:
    """Return the admin address of the listing or of one report."""
    viewset = Correction.snippet_viewset  # type: ignore[attr-defined]
    return reverse(viewset.get_url_name(view), args=args)


class ReviewPanel(Component):
    """Pages whose review date is near or past, of the bodies this person edits for."""

    name = "portal_review"
    order = 130
    template_name = "home/admin/review.html"

    def __init__(self, organisation_ids: frozenset[int] | None) -> None:
        """Take the bodies to look at; None means all."""
        self.organisation_ids = organisation_ids

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the pages, the longest overdue first."""
        today = timezone.localdate()
        records = pages_due_for_review(today + REVIEW_AHEAD, self.organisation_ids, ROWS)
        return {
            "rows": [
                {
                    "title": record.page.title,
                    "review_by": record.review_by,
                    "is_over": record.review_by is not None and record.review_by < today,
                    "url": reverse("wagtailadmin_pages:edit", args=[record.page_id]),
                }
                for record in records
            ]
        }
