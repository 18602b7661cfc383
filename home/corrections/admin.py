"""Readers' reports in the admin: a list by state, an edit view that answers; nothing is added by hand."""

from typing import Any

from django import forms
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import EditView

from portal.accounts.models import User
from portal.shared.snippet_search import SearchedSnippetViewSet

from ..models import Correction
from .services import answer_correction


class AnswerForm(WagtailAdminModelForm):
    """State and answer of one report; what the reader wrote is shown, not changed."""

    def clean(self) -> dict[str, Any]:
        """Ask for a word to the sender before a report with an address is closed."""
        data = super().clean()
        closes = data.get("state") != Correction.State.NEW and self.instance.state == Correction.State.NEW
        if closes and self.instance.contact and not data.get("answer", "").strip():
            raise forms.ValidationError("提交人留了邮箱，请写一句处理说明，系统会发给对方。")
        return data


class AnswerView(EditView):
    """Answers through the service, which tells the sender and writes the audit trail."""

    def save_instance(self) -> Correction:
        """Keep the answer."""
        data = self.form.cleaned_data
        return answer_correction(
            correction_id=self.object.pk, state=data["state"], answer=data["answer"], actor=self.request.user
        )


class NoAddPolicy(ModelPermissionPolicy):
    """Reports come from readers; nobody adds one in the admin, and none is deleted there."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Refuse adding and deleting to everybody."""
        return action not in {"add", "delete"} and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Correction) -> bool:
        """Ask the same of one report."""
        return self.user_has_permission(user, action)


register_permission_policy(Correction, NoAddPolicy(Correction))


class CorrectionViewSet(SearchedSnippetViewSet):
    """Reports with their state."""

    model = Correction
    icon = "warning"
    menu_label = "纠错"
    menu_name = "corrections"
    menu_order = 250
    add_to_admin_menu = True
    list_display = ("path", "text", "state", "created_at", "handled_at")
    list_filter = ("state",)
    list_per_page = 50
    ordering = ("-id",)
    search_fields = ("path", "text")
    edit_view_class = AnswerView
    copy_view_enabled = False
    inspect_view_enabled = False
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("path", read_only=True),
                    FieldPanel("text", read_only=True),
                    FieldPanel("contact", read_only=True),
                ],
                "读者反映",
            ),
            MultiFieldPanel([FieldPanel("state"), FieldPanel("answer")], "处理"),
        ],
        base_form_class=AnswerForm,
    )
