"""The frame of a manager's page about templates and resources: one form, one service call."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from portal.organisations.models import Organisation

from ..exceptions import BookingRefused
from ..forms.keys import KeyForm
from .access import base_or_404, crumb, pressed_before, raise_if_busy


class InventoryPage(LoginRequiredMixin, View):
    """Show a form, call one service, go back to the list; a refusal stands above what was typed."""

    title: ClassVar[str] = ""
    button: ClassVar[str] = ""
    text: ClassVar[str] = ""
    danger: ClassVar[bool] = False
    back: ClassVar[str] = ""
    back_title: ClassVar[str] = ""
    template: ClassVar[str] = "bookings/inventory_form.html"
    # Whether the page is about what its own button removes.
    removes: ClassVar[bool] = False

    base: Organisation
    subject: Any
    gone: bool

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find base and subject for a manager; 404 for everybody else, sign-in for visitors."""
        if request.user.is_authenticated:
            self.base = base_or_404(request, kwargs.pop("code"), manage=True)
            self.subject = self.found_or_repeated(request, **kwargs)
        return super().dispatch(request, *args)

    def found_or_repeated(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the subject; None when an earlier press of the same form has removed it."""
        self.gone = False
        try:
            return self.find(**kwargs)
        except Http404:
            self.gone = self.removes and pressed_before(request)
            if not self.gone:
                raise
        return None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return self.show(self.make_form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do it, or show the form again."""
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            said = self.act(form)
        except BookingRefused as refused:
            return self.refuse(form, refused)
        messages.success(request, said)
        return redirect(self.back_url)

    def refuse(self, form: Form, refused: BookingRefused, **context: Any) -> HttpResponse:
        """Show the form with the refusal; what is not yours is not there."""
        raise_if_busy(refused)
        if self.gone or refused.code == "not_allowed":
            raise Http404 from refused
        form.add_error(None, refused.message)
        return self.show(form, status=422, **context)

    @property
    def back_url(self) -> str:
        """Address of the list this page belongs to."""
        return reverse(self.back, args=[self.base.code])

    def show(self, form: Form, *, status: int = 200, template: str = "", **context: Any) -> HttpResponse:
        """Render the page."""
        values = {
            "base": self.base,
            "subject": self.subject,
            "form": form,
            "title": self.title,
            "button": self.button,
            "text": self.text,
            "danger": self.danger,
            "back_url": self.back_url,
            "back_title": self.back_title,
            "crumbs": [*trail(self.base), crumb(self.back_title, self.back_url), crumb(self.title)],
        }
        return render(self.request, template or self.template, {**values, **context}, status=status)

    def find(self, **kwargs: Any) -> Any:
        """Return what the page is about, None for a new one; raise 404 when it is not of this base."""
        return None

    def make_form(self, data: Any = None) -> Form:
        """Return the form; the key alone where a button is enough."""
        return KeyForm(data)

    def act(self, form: Any) -> str:
        """Call the service and return the sentence of success."""
        raise NotImplementedError


def trail(base: Organisation) -> list[dict[str, str]]:
    """Return 当前位置 down to the base's desk."""
    return [
        crumb("工作台", reverse("bookings:desk")),
        crumb(f"{base.short_name}工作台", reverse("bookings:base_desk", args=[base.code])),
    ]


def found(row: Any) -> Any:
    """Return the row, or 404 when there is none."""
    if row is None:
        raise Http404
    return row
