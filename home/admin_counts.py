"""Numbers on the admin's first page: pictures and documents of this person's own collections."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.site_summary import SummaryItem
from wagtail.documents import get_document_model
from wagtail.documents.wagtail_hooks import DocumentsSummaryItem
from wagtail.images import get_image_model
from wagtail.images.wagtail_hooks import ImagesSummaryItem
from wagtail.permissions import policy_registry

# Everybody may choose pictures of all bodies for a page; the listing shows those one may change.
LISTED = frozenset({"change", "delete"})


class OwnImages(ImagesSummaryItem):
    """How many pictures the listing shows."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Count them."""
        context = super().get_context_data(parent_context)
        return {**context, "total_images": listed(get_image_model(), self.request)}


class OwnDocuments(DocumentsSummaryItem):
    """How many documents the listing shows."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Count them."""
        context = super().get_context_data(parent_context)
        return {**context, "total_docs": listed(get_document_model(), self.request)}


def listed(model: Any, request: HttpRequest) -> int:
    """Return how many rows the person may change or delete."""
    policy = policy_registry.get_by_type(model)
    return int(policy.instances_user_has_any_permission_for(request.user, LISTED).count())


def count_what_is_seen(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Replace the two counts of Wagtail by ours."""
    ours = {ImagesSummaryItem: OwnImages, DocumentsSummaryItem: OwnDocuments}
    items[:] = [ours[type(item)](request) if type(item) in ours else item for item in items]
