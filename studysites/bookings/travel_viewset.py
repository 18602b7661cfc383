"""Minutes between two bases in the admin: typed by officers and administrators, never guessed."""

from typing import Any, ClassVar, cast

from django.forms import ModelChoiceField, Select
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from portal.organisations.models import Organisation, OrganisationKind
from portal.organisations.policies import oversees

from .models import TravelTime


class TravelPolicy(ModelPermissionPolicy):
    """Every act is for those who oversee all bases; a way concerns two of them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Ask the role alone."""
        return oversees(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Ask the role alone."""
        return oversees(user)


register_permission_policy(TravelTime, TravelPolicy(TravelTime), exact_class=True)


class TravelForm(WagtailAdminModelForm):
    """Two bases and the minutes between them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bases = Organisation.objects.filter(kind=OrganisationKind.BASE)
        for name in ("origin", "destination"):
            cast(ModelChoiceField, self.fields[name]).queryset = bases


class TravelTimeViewSet(ModelViewSet):
    """Ways between bases; there and back are two rows."""

    model = TravelTime
    icon = "history"
    menu_label = "路程时间"
    add_to_admin_menu = False
    copy_view_enabled = False
    list_per_page = 50
    list_display: ClassVar[list[str]] = ["origin", "destination", "minutes"]
    list_filter: ClassVar[list[str]] = ["origin", "destination"]
    ordering = ("origin__sort", "destination__sort")
    edit_handler = ObjectList(
        [
            HelpPanel(
                content="<p>填写大巴实际要用的分钟数，含上下车。往返是两条，分别填写。"
                "没有录入的两个基地之间，学校不能安排两馆一日。</p>",
            ),
            FieldRowPanel([FieldPanel("origin", widget=Select), FieldPanel("destination", widget=Select)]),
            FieldPanel("minutes"),
        ],
        base_form_class=TravelForm,
    )
