"""Rows of the guide list, its vocabularies and the cards of one page: 11 queries for any size."""

from django.db.models import F
from wagtail.models import Page

from portal.taxonomy.models import AgeBand, FamilySituation, FamilyTopic

from ..facets import FacetIndex, posted
from ..models import GuidePage
from .terms import NamedTerm, named_terms

LABELS = {"band": "年龄段", "topic": "话题", "situation": "家庭类型"}
FIELDS = {"band": "bands", "topic": "family_topics", "situation": "situations"}
SORTS = {"new": "最新发布"}


def guide_facets() -> FacetIndex:
    """Return all public guides, newest first, with what each carries. 5 queries."""
    guides = GuidePage.objects.live().exclude(Page.objects.private_q())
    newest = guides.order_by(F("first_published_at").desc(nulls_last=True), "-pk")
    bare = guides.order_by()
    return FacetIndex(
        list(newest.values_list("pk", flat=True)),
        {name: posted(bare.values_list("pk", f"{field}__code")) for name, field in FIELDS.items()},
    )


def guide_vocabularies() -> dict[str, dict[str, NamedTerm]]:
    """Return code -> term for each facet in the order of the vocabulary. 1 query."""
    return named_terms({"band": AgeBand, "topic": FamilyTopic, "situation": FamilySituation})


def guides_in_order(ids: list[int]) -> list[GuidePage]:
    """Return the guides of one list page, ready for their cards, in the order of ``ids``. 5 queries."""
    found = GuidePage.objects.for_cards().in_bulk(ids)
    return [found[number] for number in ids if number in found]
