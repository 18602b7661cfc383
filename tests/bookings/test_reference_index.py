"""Rows of every day queue no work of Wagtail's: only what names a page is looked through for links."""

from django.apps import apps
from wagtail.models import ReferenceIndex

# These name a programme page, and the page's usage list should show them.
NAMES_A_PAGE = {"visitsession", "sessiontemplate", "priceitem"}
# Written by hand a few times a year.
RARE = {"closedday", "resource", "traveltime"}


def test_only_rows_that_name_a_page_or_are_rare_are_looked_through():
    models = apps.get_app_config("bookings").get_models()
    looked = {model._meta.model_name for model in models if ReferenceIndex.model_is_indexable(model)}
    assert looked == NAMES_A_PAGE | RARE
