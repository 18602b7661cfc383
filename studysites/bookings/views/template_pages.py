"""A base's session templates: list, fill in, look at the days it makes, save, retire."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..exceptions import BookingRefused
from ..forms.inventory import RetireTemplateForm, TemplateForm, initial_of
from ..forms.keys import key_of
from ..selectors import ProgrammeChoice, programmes_of_base
from ..selectors.rules import calendar_note
from ..selectors.templates import TemplateRow, template_of_base, templates_of_base
from ..services.templates import preview_template, retire_template, save_template
from ..timetable import HORIZON_DAYS
from .access import base_or_404, crumb, person
from .inventory import InventoryPage, found, trail


@require_safe
@login_required
def template_list(request: HttpRequest, code: str) -> HttpResponse:
    """Templates in use first, with the sessions to come."""
    base = base_or_404(request, code, manage=True)
    context = {
        "base": base,
        "templates": templates_of_base(base.pk),
        "horizon": HORIZON_DAYS,
        "crumbs": [*trail(base), crumb("排期模板")],
    }
    return render(request, "bookings/template_list.html", context)


class TemplatePage(InventoryPage):
    """Fill in, look, save: one address, buttons send ``action`` preview, edit or save."""

    back, back_title = "bookings:templates", "排期模板"
    template = "bookings/template_form.html"
    button = "下一步：看看排出哪些场次"
    text = "填好以后先看排出的日期，确认了才保存。"
    subject: TemplateRow | None

    def post(self, request: HttpRequest) -> HttpResponse:
        """Go one step on, or back with everything typed."""
        action = request.POST.get("action", "preview")
        if action == "save":
            return super().post(request)
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        if action == "edit":
            return self.show(form)
        try:
            preview = preview_template(**self.arguments(form))
        except BookingRefused as refused:
            return self.refuse(form, refused)
        return self.show(
            form,
            template="bookings/template_preview.html",
            preview=preview,
            note=calendar_note(row.day for row in preview.days),
            horizon=HORIZON_DAYS,
        )

    def act(self, form: TemplateForm) -> str:
        """Save."""
        result = save_template(**self.arguments(form), key=key_of(form))
        return f"排期模板已保存：{result.sentence}"

    def arguments(self, form: TemplateForm) -> dict[str, Any]:
        """Return what previewing and saving both need."""
        return {
            "actor": person(self.request),
            "plan": form.plan(),
            "template_id": self.subject.id if self.subject else None,
            "version": form.cleaned_data["version"],
        }

    def make_form(self, data: Any = None) -> TemplateForm:
        """Offer the base's programmes, or the one of the template."""
        programmes = programmes_of_base(self.base.pk)
        if self.subject is None:
            return TemplateForm(data, programmes=programmes)
        programmes = tuple(row for row in programmes if row.id == self.subject.plan.programme_id)
        return TemplateForm(
            data,
            programmes=programmes or (programme_off_line(self.subject),),
            initial=initial_of(self.subject.plan, self.subject.version),
        )


def programme_off_line(template: TemplateRow) -> ProgrammeChoice:
    """Return the programme of a template whose page is not published at present."""
    plan = template.plan
    return ProgrammeChoice(
        plan.programme_id, template.programme_title, plan.minutes, plan.people, plan.groups
    )


class AddTemplate(TemplatePage):
    """A new template."""

    title = "新建排期模板"


class EditTemplate(TemplatePage):
    """Another plan for what is not booked yet."""

    title = "修改排期模板"
    text = "有预约记录的场次、手工改过的场次不会变动；其余以后的场次按新模板更新。先看结果，确认了才保存。"

    def find(self, template_id: int) -> TemplateRow:
        """Return the template."""
        return found(template_of_base(self.base.pk, template_id))


class RetireTemplate(InventoryPage):
    """No more sessions of a template."""

    back, back_title = "bookings:templates", "排期模板"
    title, button, danger = "停用排期模板", "停用这个模板", True
    text = "停用后不再排出新的场次，已有的预约全部保留。以后修改并保存这个模板，就会恢复使用。"
    subject: TemplateRow

    def find(self, template_id: int) -> TemplateRow:
        """Return the template."""
        return found(template_of_base(self.base.pk, template_id))

    def make_form(self, data: Any = None) -> RetireTemplateForm:
        """Carry the version that was seen."""
        return RetireTemplateForm(data, initial={"version": self.subject.version})

    def act(self, form: RetireTemplateForm) -> str:
        """Retire."""
        values = {**form.cleaned_data, "key": key_of(form)}
        result = retire_template(actor=person(self.request), template_id=self.subject.id, **values)
        return f"排期模板已停用：{result.sentence}"
