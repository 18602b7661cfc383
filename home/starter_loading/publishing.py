"""Making a page under a parent, with its editorial record, and publishing it."""

from datetime import date
from typing import Any

from wagtail.models import Page

from portal.organisations.models import Audience, EditorialRecord, Organisation
from portal.shared.models import BasePage

from .pictures import picture_of
from .sources import Source


def fill_common(page: BasePage, source: Source) -> None:
    """Set what every page type has."""
    page.title = source.plain("title")
    page.draft_title = page.title
    page.slug = source.slug
    page.summary = source.plain("summary")[:200]
    page.is_example = True
    page.picture = picture_of(source.plain("picture") or f"{source.slug}.webp")


def add_record(page: BasePage, source: Source, audience: Audience) -> None:
    """Say whose page it is, for whom, and when it must be looked at again."""
    review_by = source.data.get("review_by")
    page.editorial_records = [
        EditorialRecord(
            organisation=Organisation.objects.get(code=source.plain("organisation")),
            audience=audience,
            review_by=review_by if isinstance(review_by, date) else None,
        )
    ]


def publish_under(parent: Page, page: BasePage) -> None:
    """Add the page at the end of its parent and publish its first revision."""
    parent.add_child(instance=page)
    page.save_revision(log_action=False).publish(log_action=True)


def terms(model: Any, codes: list[str]) -> list[Any]:
    """Return the vocabulary rows of the codes in their order; raise DoesNotExist for a wrong one."""
    return [model.objects.get(code=code) for code in codes]


def term(model: Any, code: str) -> Any:
    """Return one vocabulary row, or None for an empty code."""
    return model.objects.get(code=code) if code else None
