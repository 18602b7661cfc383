"""Snippets found by a part of their words, in the listing and in the windows that choose one.

Wagtail searches the chooser windows through its index alone, where rows of a few words do not belong:
without it a window has no search field at all. Here both places look into ``search_fields``.
"""

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet


class FieldFilterForm(SearchFilterMixin, BaseFilterForm):
    """The search field of a chooser window."""

    def filter(self, objects: QuerySet) -> QuerySet:
        """Return the rows with the typed text in one of the fields the listing searches too."""
        words = self.cleaned_data.get("q")
        if not words:
            return objects
        self.is_searching, self.search_query = True, words
        fields = objects.model.snippet_viewset.search_fields
        return objects.filter(Q(*((f"{name}__icontains", words) for name in fields), _connector=Q.OR))


class FieldChooseView(ChooseView):
    """A chooser window."""

    filter_form_class = FieldFilterForm


class FieldChooseResultsView(ChooseResultsView):
    """The rows of a chooser window alone, as its search field asks for them."""

    filter_form_class = FieldFilterForm


class FieldChooserViewSet(SnippetChooserViewSet):
    """The windows of one model."""

    choose_view_class = FieldChooseView
    choose_results_view_class = FieldChooseResultsView


class SearchedSnippetViewSet(SnippetViewSet):
    """A snippet that people find by words; ``search_fields`` names the columns, never empty."""

    search_fields: ClassVar[Any] = ()
    chooser_viewset_class = FieldChooserViewSet
