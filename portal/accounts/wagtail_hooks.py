"""The privacy text and consents in the Wagtail admin."""

from typing import ClassVar

from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import PrivacyNotice


class PrivacyNoticeViewSet(SnippetViewSet):
    """Versions of the privacy text; one that people agreed to cannot be changed."""

    model = PrivacyNotice
    icon = "doc-full"
    menu_label = "隐私政策版本"
    list_display: ClassVar[list[str]] = ["version", "in_force_from"]
    panels: ClassVar[list] = [FieldPanel("version"), FieldPanel("in_force_from"), FieldPanel("body")]
    copy_view_enabled = False


register_snippet(PrivacyNoticeViewSet)
