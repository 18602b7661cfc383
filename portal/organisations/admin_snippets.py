"""Bodies, districts, schools and memberships in the Wagtail admin."""

from typing import Any, ClassVar

from django.urls import URLPattern, path, reverse
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import IndexView, InspectView, SnippetViewSetGroup

from portal.shared.inspect_view import LocalTimeInspectView
from portal.shared.snippet_search import SearchedSnippetViewSet

from .import_view import import_table
from .models import District, Membership, Organisation, School


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Nobody writes here, superusers included: memberships change on the desks, through services."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Grant viewing alone, to those who hold it."""
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Grant viewing alone, to those who hold it."""
        return "view" in actions and self.user_has_permission(user, "view")


register_permission_policy(Membership, ReadOnlyPolicy(Membership))


class SchoolIndexView(IndexView):
    """The school listing with its door to the import."""

    @property
    def header_buttons(self) -> list:
        """Return Wagtail's buttons and, for those who may add, the import."""
        buttons = list(super().header_buttons)
        if self.user_has_permission("add"):
            url = reverse("wagtailsnippets_organisations_school:import")
            buttons.append(HeaderButton(label="从 CSV 导入", url=url, icon_name="upload"))
        return buttons


class SchoolViewSet(SearchedSnippetViewSet):
    """Schools."""

    model = School
    icon = "group"
    menu_label = "学校"
    index_view_class = SchoolIndexView
    list_display: ClassVar[list] = [
        "name",
        "code",
        "district",
        "kind",
        BooleanColumn("rural", label="乡村学校"),
        BooleanColumn("is_example", label="示例"),
    ]
    list_filter: ClassVar[list[str]] = ["district", "kind", "rural", "small", "is_example"]
    search_fields: ClassVar[list[str]] = ["name", "short_name", "code"]
    list_export: ClassVar[list[str]] = [
        "code", "name", "short_name", "district", "kind", "rural", "small", "enrolment", "is_example",
    ]  # fmt: skip
    export_filename = "schools"
    copy_view_enabled = False
    panels: ClassVar[list] = [
        FieldPanel(name)
        for name in (
            "code", "name", "short_name", "district", "stages", "kind", "rural", "small", "enrolment",
            "is_example",
        )
    ]  # fmt: skip

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the import."""
        return [*super().get_urlpatterns(), path("import/", import_table, name="import")]


class DistrictViewSet(SearchedSnippetViewSet):
    """Districts."""

    model = District
    icon = "site"
    menu_label = "区县"
    list_display: ClassVar[list] = ["name", "code", "sort"]
    search_fields: ClassVar[list[str]] = ["name", "code"]
    list_export: ClassVar[list[str]] = ["code", "name", "sort"]
    export_filename = "districts"
    copy_view_enabled = False
    panels: ClassVar[list] = [FieldPanel(name) for name in ("code", "name", "sort")]


class OrganisationViewSet(SearchedSnippetViewSet):
    """Publishing bodies; their groups, files and workflow are made by the set-up."""

    model = Organisation
    icon = "home"
    menu_label = "发布机构"
    list_display: ClassVar[list] = ["name", "short_name", "kind", "editors", "reviewers"]
    list_filter: ClassVar[list[str]] = ["kind"]
    search_fields: ClassVar[list[str]] = ["name", "short_name", "code"]
    list_export: ClassVar[list[str]] = ["code", "name", "short_name", "kind", "sort"]
    export_filename = "organisations"
    copy_view_enabled = False
    panels: ClassVar[list] = [FieldPanel(name) for name in ("code", "name", "short_name", "kind", "sort")]


class MembershipInspectView(LocalTimeInspectView, InspectView):
    """One membership."""


class MembershipViewSet(SearchedSnippetViewSet):
    """Who has which role: to look at and to export, changed on the desks only."""

    model = Membership
    icon = "user"
    menu_label = "成员"
    list_display: ClassVar[list] = [
        Column("user", label="用户"),
        Column("get_role_display", label="角色"),
        Column("body", label="学校或机构"),
        Column("get_state_display", label="状态"),
        Column("requested_at", label="申请时间"),
        Column("decided_at", label="审批时间"),
    ]
    list_filter: ClassVar[list[str]] = ["role", "state", "organisation"]
    search_fields: ClassVar[list[str]] = [
        "user__last_name", "user__first_name", "user__username", "school__name", "organisation__name",
    ]  # fmt: skip
    list_export: ClassVar[list[str]] = ["user", "role", "body", "state", "requested_at", "decided_at"]
    export_headings: ClassVar[dict[str, str]] = {"body": "学校或机构"}
    export_filename = "memberships"
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = MembershipInspectView
    inspect_view_fields: ClassVar[list[str]] = [
        "user", "role", "school", "organisation", "state", "requested_at", "decided_at", "decided_by",
        "reason",
    ]  # fmt: skip
    panels: ClassVar[list] = [FieldPanel("reason", read_only=True)]

    def get_queryset(self, request: Any) -> Any:
        """Return all rows with what the list shows of them."""
        return Membership.objects.select_related("user", "school", "organisation")


class OrganisationsGroup(SnippetViewSetGroup):
    """One menu for the four."""

    menu_label = "机构与学校"
    menu_icon = "group"
    menu_order = 300
    items = (SchoolViewSet, DistrictViewSet, OrganisationViewSet, MembershipViewSet)
