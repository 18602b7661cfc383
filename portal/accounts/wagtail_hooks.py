"""The privacy text and consents in the Wagtail admin."""

from typing import ClassVar

from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet

from portal.shared.snippet_search import SearchedSnippetViewSet

from .models import PrivacyNotice


class PrivacyNoticeViewSet(SearchedSnippetViewSet):
    """Versions of the privacy text; one that people agreed to cannot be changed."""

    model = PrivacyNotice
    icon = "doc-full"
    menu_label = "隐私政策版本"
    list_display: ClassVar[list[str]] = ["version", "in_force_from"]
    search_fields: ClassVar[list[str]] = ["version", "body"]
    panels: ClassVar[list] = [FieldPanel("version"), FieldPanel("in_force_from"), FieldPanel("body")]
    copy_view_enabled = False


register_snippet(PrivacyNoticeViewSet)
