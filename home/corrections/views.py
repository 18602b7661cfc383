"""The correction form on its own page: never cached, limited per address."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .forms import CorrectionForm, local_path
from .limits import may_report
from .services import page_at, report_error

CRUMBS = [{"title": "首页", "url": "/"}, {"title": "纠错", "url": ""}]
TOO_MANY = "提交得太频繁了。您写的内容还在下面，请过十分钟再提交。"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest) -> HttpResponse:
    """Show the form for the page named in ``page``, keep a report, or thank for one (``?done=1``)."""
    if request.method == "POST":
        return take_report(request)
    path = local_path(request.GET.get("page", "")) or "/"
    if request.GET.get("done"):
        return render(request, "home/correction_done.html", {"crumbs": CRUMBS, "path": path})
    return show_form(request, CorrectionForm(initial={"page": path}), path)


def take_report(request: HttpRequest) -> HttpResponse:
    """Keep a valid report and go on to the thanks; otherwise show the form again with what was typed."""
    form = CorrectionForm(request.POST)
    path = local_path(request.POST.get("page", "")) or "/"
    if not form.is_valid():
        return show_form(request, form, path)
    if not may_report(request):
        form.add_error(None, TOO_MANY)
        return show_form(request, form, path, status=429)
    data = form.cleaned_data
    report_error(path=data["page"], text=data["text"], contact=data["contact"])
    query = urlencode({"done": 1, "page": data["page"]})
    return HttpResponseRedirect(f"{reverse('correction')}?{query}")


def show_form(request: HttpRequest, form: CorrectionForm, path: str, status: int = 200) -> HttpResponse:
    """Draw the form with the title of the page it is about."""
    context = {"form": form, "path": path, "subject": page_at(path), "crumbs": CRUMBS}
    return render(request, "home/correction.html", context, status=status)
