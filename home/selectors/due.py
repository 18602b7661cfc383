"""What waits for somebody: open reports and pages to be reviewed."""

from datetime import date

from django.db.models import QuerySet

from portal.organisations.models import EditorialRecord

from ..models import Correction


def open_corrections(reports: QuerySet[Correction], count: int) -> tuple[int, list[Correction]]:
    """Return how many of ``reports`` are open and the oldest ``count`` of them. 2 queries."""
    rows = reports.filter(state=Correction.State.NEW).select_related("page").order_by("id")
    return rows.count(), list(rows[:count])


def pages_due_for_review(
    until: date, organisation_ids: frozenset[int] | None, count: int
) -> list[EditorialRecord]:
    """Return records of live pages to be reviewed by ``until``, the longest overdue first. 1 query.

    ``organisation_ids`` limits them to some bodies; None means all.
    """
    rows = EditorialRecord.objects.filter(review_by__lte=until, page__live=True)
    if organisation_ids is not None:
        rows = rows.filter(organisation_id__in=organisation_ids)
    return list(rows.select_related("page").order_by("review_by", "pk")[:count])
