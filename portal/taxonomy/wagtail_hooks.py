"""The vocabularies in the admin: one group of snippets, searchable and exportable."""

from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from portal.shared.snippet_search import SearchedSnippetViewSet

from .models import Term
from .vocabularies import COLUMNS, VOCABULARIES

HIDDEN = {"id"}
# The name of a unit begins with its volume's.
NAMED_BY = ("volume",)


def viewset_for(name: str, model: type[Term]) -> SearchedSnippetViewSet:
    """Return the listing of one vocabulary with its own extra fields after the nine common ones."""
    fields = [field.name for field in model._meta.get_fields() if field.concrete and field.name not in HIDDEN]
    extra = [field for field in fields if field not in COLUMNS]

    class TermViewSet(SearchedSnippetViewSet):
        """One vocabulary."""

        icon = "tag"
        list_display = ("zh", "code", "sort", "note")
        list_filter = ("valid_to",)
        list_export = (*COLUMNS, *extra)
        list_per_page = 50
        ordering = ("sort", "code")
        search_fields = ("zh", "en", "code", *(f"{field}__zh" for field in NAMED_BY if field in extra))
        panels = tuple(FieldPanel(field) for field in (*COLUMNS, *extra))

    TermViewSet.model = model
    return TermViewSet(url_prefix=f"vocabularies/{name}")


class VocabularyGroup(SnippetViewSetGroup):
    """All vocabularies behind one menu item."""

    items = [viewset_for(name, model) for name, model in VOCABULARIES.items()]
    menu_label = "分类词表"
    menu_name = "vocabularies"
    menu_icon = "list-ul"
    menu_order = 800


register_snippet(VocabularyGroup)
