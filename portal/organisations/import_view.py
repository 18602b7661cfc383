"""The import page of the admin: upload, look at what would change, confirm."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin import messages

from .forms import ConfirmImportForm, ImportForm
from .services.csv_rows import TableError, decode
from .services.importing import (
    ImportPlan,
    ImportRefused,
    import_districts,
    import_schools,
    plan_districts,
    plan_schools,
)

STEPS = {"schools": (plan_schools, import_schools), "districts": (plan_districts, import_districts)}
ERRORS_SHOWN = 100


def import_table(request: HttpRequest) -> HttpResponse:
    """Show the upload form, the preview of a posted file, or write a confirmed one.

    Raises PermissionDenied for people who may not add what is imported.
    """
    require(request, "school")
    if request.method != "POST":
        return show(request, ImportForm())
    if "text" in request.POST:
        return confirm(request)
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, form)
    what, data = form.cleaned_data["what"], form.cleaned_data["table"]
    require(request, what.removesuffix("s"))
    found = STEPS[what][0](data)
    return show(request, form, found, what, "" if found.errors else text_of(data))


def require(request: HttpRequest, model: str) -> None:
    """Raise PermissionDenied unless the person may add and change rows of ``model``."""
    wanted = [f"organisations.{action}_{model}" for action in ("add", "change")]
    if not request.user.has_perms(wanted):
        raise PermissionDenied


def text_of(data: bytes) -> str:
    """Return the table's text for the confirming form; a file that cannot be read gives nothing."""
    try:
        return decode(data)
    except TableError:
        return ""


def show(
    request: HttpRequest, form: ImportForm, found: ImportPlan | None = None, what: str = "", text: str = ""
) -> HttpResponse:
    """Draw the page."""
    context = {
        "form": form,
        "plan": found,
        "what": what,
        "label": dict(ImportForm.WHAT).get(what, ""),
        "text": text,
        "errors": found.errors[:ERRORS_SHOWN] if found else [],
        "page_title": "导入学校和区县",
        "header_icon": "upload",
        "back_url": reverse("wagtailsnippets_organisations_school:list"),
    }
    return TemplateResponse(request, "organisations/admin/import.html", context)


def confirm(request: HttpRequest) -> HttpResponse:
    """Write the confirmed table; it is checked again, since the data may have changed meanwhile."""
    form = ConfirmImportForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有收到表格内容，一行也没有导入。请重新上传。")
        return show(request, ImportForm())
    what = form.cleaned_data["what"]
    require(request, what.removesuffix("s"))
    try:
        done = STEPS[what][1](form.cleaned_data["text"].encode(), actor=request.user)
    except ImportRefused as refusal:
        return show(request, ImportForm(), ImportPlan(errors=refusal.errors), what)
    counts = f"新增 {done.created}，更新 {done.updated}，没有变化 {done.unchanged}"
    messages.success(request, f"导入完成：{counts}。")
    model = what.removesuffix("s")
    return redirect(f"wagtailsnippets_organisations_{model}:list")
