"""Readers' reports in the admin: a list by state, an edit view that answers; nothing is added by hand."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import EditView

from portal.accounts.models import User
from portal.shared.snippet_search import SearchedSnippetViewSet

from ..models import Correction
from .policies import answers_some, reports_for
from .services import answer_correction

ANSWER_HELP = "写给读者看。读者留了邮箱的，第一次改成“已更正”或“核实无误”时，系统会把这段话发到那个邮箱。"


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

    def get_object(self, queryset: QuerySet | None = None) -> Correction:
        """Return the report unless its page is somebody else's."""
        correction: Correction = super().get_object(queryset)
        if not reports_for(self.request.user).filter(pk=correction.pk).exists():
            raise PermissionDenied
        return correction

    def save_instance(self) -> Correction:
        """Keep the answer."""
        data = self.form.cleaned_data
        return answer_correction(
            correction_id=self.object.pk, state=data["state"], answer=data["answer"], actor=self.request.user
        )


class NoAddPolicy(ModelPermissionPolicy):
    """Reports come from readers; nobody adds one in the admin, and none is deleted there."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Refuse adding and deleting to everybody; open the list to who keeps a page."""
        return action not in {"add", "delete"} and answers_some(user)

    def user_has_any_permission(self, user: User, actions: Iterable[str]) -> bool:
        """Ask the same of several actions."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Correction) -> bool:
        """Ask of one report whether its page is the person's."""
        return self.user_has_permission(user, action) and reports_for(user).filter(pk=instance.pk).exists()


register_permission_policy(Correction, NoAddPolicy(Correction))


class CorrectionViewSet(SearchedSnippetViewSet):
    """Reports with their state."""

    model = Correction
    icon = "warning"
    menu_label = "纠错"
    menu_name = "corrections"
    menu_order = 250
    add_to_admin_menu = True
    list_display = ("subject", "excerpt", "state", "created_at", "handled_at")
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
            MultiFieldPanel([FieldPanel("state"), FieldPanel("answer", help_text=ANSWER_HELP)], "处理"),
        ],
        base_form_class=AnswerForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Correction]:
        """Return the reports the person may answer."""
        return reports_for(request.user).select_related("page")
