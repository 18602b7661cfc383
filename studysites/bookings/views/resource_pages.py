"""A base's guides, rooms, lunch seats and coach bays; their leave, and who does which session."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm, Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ..exceptions import BookingRefused
from ..forms.inventory import EditResourceForm, LeaveForm, ResourceForm
from ..forms.keys import key_of
from ..models import VisitSession
from ..selectors import session_of_base
from ..selectors.resources import ResourceRow, candidates, resource_of_base, resources_of_base
from ..services.assignments import add_leave, assign_resource, remove_leave, unassign_resource
from ..services.resources import (
    SessionsInTheWay,
    WindowKept,
    add_resource,
    rename_resource,
    resize_resource,
    restore_resource,
    retire_resource,
)
from ..windows import span_words
from .access import base_or_404, crumb, person
from .inventory import InventoryPage, found, trail


@require_safe
@login_required
def resource_list(request: HttpRequest, code: str) -> HttpResponse:
    """Resources by kind, with leave to come."""
    base = base_or_404(request, code, manage=True)
    context = {
        "base": base,
        "resources": resources_of_base(base.pk),
        "crumbs": [*trail(base), crumb("人员和场地")],
    }
    return render(request, "bookings/resource_list.html", context)


class ResourcePage(InventoryPage):
    """A page about one resource of the base."""

    back, back_title = "bookings:resources", "人员和场地"
    subject: ResourceRow

    def find(self, resource_id: int) -> ResourceRow:
        """Return the resource."""
        return found(resource_of_base(self.base.pk, resource_id))

    def named(self, form: BaseForm, part: str = "") -> dict[str, Any]:
        """Return actor, resource and key for a service; ``part`` parts the key of one form with two."""
        key = key_of(form)
        values = {"actor": person(self.request), "resource_id": self.subject.id}
        return {**values, "key": f"{key}{part}" if key else ""}


class AddResource(ResourcePage):
    """A new one."""

    title = button = "新增人员或场地"

    def find(self) -> None:
        """Nothing there yet."""

    def make_form(self, data: Any = None) -> ResourceForm:
        """Ask kind, name and number."""
        return ResourceForm(data)

    def act(self, form: ResourceForm) -> str:
        """Add."""
        values = {**form.cleaned_data, "capacity": form.cleaned_data["capacity"] or 1, "key": key_of(form)}
        row = add_resource(actor=person(self.request), organisation_id=self.base.pk, **values)
        return f"已新增{row.get_kind_display()}“{row.name}”。"


class EditResource(ResourcePage):
    """Another name or number."""

    title, button = "修改人员或场地", "保存"

    def make_form(self, data: Any = None) -> EditResourceForm:
        """Start from what is there."""
        row = self.subject
        initial = {"name": row.name, "capacity": row.capacity}
        return EditResourceForm(data, initial=initial, counted=not row.is_assignable)

    def act(self, form: EditResourceForm) -> str:
        """Rename, then resize where there is a number."""
        wanted, kept = form.cleaned_data, ()
        rename_resource(**self.named(form, "-name"), name=wanted["name"])
        if "capacity" in wanted:
            kept = resize_resource(**self.named(form, "-size"), capacity=wanted["capacity"])
        return f"“{wanted['name']}”已保存。{kept_words(kept)}"


def kept_words(kept: tuple[WindowKept, ...]) -> str:
    """Return the sentence about windows that could not follow, empty when all did."""
    if not kept:
        return ""
    named = "、".join(f"{span_words(row.start, row.end)}（已占用 {row.taken}）" for row in kept[:5])
    return f"有 {len(kept)} 个时段的占用超过新数字，保持原来的容量：{named}{'等' if len(kept) > 5 else ''}。"


class RetireResource(ResourcePage):
    """Out of use."""

    title, button, danger = "停用人员或场地", "停用", True
    text = "停用后不能再安排或占用，过去的记录全部保留；以后可以恢复使用。"

    def act(self, form: Form) -> str:
        """Retire."""
        retire_resource(**self.named(form))
        return f"“{self.subject.name}”已停用。"


class RestoreResource(ResourcePage):
    """In use again."""

    title, button = "恢复使用", "恢复使用"

    def act(self, form: Form) -> str:
        """Restore."""
        restore_resource(**self.named(form))
        return f"“{self.subject.name}”已恢复使用。"


class AddLeave(ResourcePage):
    """A guide is away, a room is out of use; sessions in that time are named first."""

    title, button = "登记请假或停用", "登记"
    text = "这段时间里不能再安排。已有安排的场次会先列出来，由您决定。"

    def make_form(self, data: Any = None) -> LeaveForm:
        """Ask from when to when."""
        return LeaveForm(data)

    def refuse(self, form: Form, refused: BookingRefused, **context: Any) -> HttpResponse:
        """List the sessions hit beside the refusal."""
        hit = refused.sessions if isinstance(refused, SessionsInTheWay) else ()
        return super().refuse(form, refused, hit=hit, **context)

    def act(self, form: LeaveForm) -> str:
        """Note the leave; the second button takes the sessions away."""
        start, end = form.times()
        freed = add_leave(
            **self.named(form),
            starts_at=start,
            ends_at=end,
            reason=form.cleaned_data["reason"],
            release="release" in self.request.POST,
        )
        said = f"“{self.subject.name}”的请假或停用已登记。"
        if not freed:
            return said
        named = "、".join(row.words for row in freed)
        return f"{said}下列 {len(freed)} 场已取消安排，请另找人或换场地：{named}。"


class RemoveLeave(ResourcePage):
    """The guide is there after all."""

    title, button = "取消请假或停用", "取消这段请假或停用"
    text = "取消后这段时间可以重新安排；以前取消的安排不会自动恢复。"
    removes = True

    def find(self, resource_id: int, leave_id: int) -> ResourceRow:
        """Return the resource of that leave."""
        self.leave_id = leave_id
        row = super().find(resource_id)
        found(next((leave for leave in row.leaves if leave.id == leave_id), None))
        return row

    def act(self, form: Form) -> str:
        """Remove."""
        remove_leave(actor=person(self.request), leave_id=self.leave_id, key=key_of(form))
        return "这段请假或停用已取消。"


class SessionResources(InventoryPage):
    """The guides and rooms of one session; each has its own button."""

    back, back_title, title = "bookings:sessions", "场次", "安排讲解员和教室"
    template = "bookings/session_resources.html"
    text = "一位讲解员、一间教室同一时间只能安排一场。"

    def find(self, session_id: int) -> Any:
        """Return the session."""
        return found(session_of_base(self.base.pk, session_id))

    def show(self, form: Form, **context: Any) -> HttpResponse:
        """List every guide and room beside the session."""
        session = VisitSession.objects.get(pk=self.subject.id)
        rows = candidates(self.base.pk, session)
        return super().show(form, candidates=rows, **context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Give or take one, and stay on the page."""
        wanted = request.POST.get("resource", "")
        form = self.make_form(request.POST)
        taking = request.POST.get("action") == "take"
        key = key_of(form) if form.is_valid() else ""
        resource_id = int(wanted) if wanted.isdecimal() and len(wanted) < 10 else 0
        values = {
            "actor": person(request),
            "session_id": self.subject.id,
            "resource_id": resource_id,
            "key": f"{key}-{resource_id}-{'take' if taking else 'give'}" if key else "",
        }
        try:
            (unassign_resource if taking else assign_resource)(**values)
        except BookingRefused as refused:
            return self.refuse(form, refused)
        messages.success(request, "安排已取消。" if taking else "安排已保存。")
        return redirect(request.path)
