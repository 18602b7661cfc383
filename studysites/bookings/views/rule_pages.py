"""Pages of a base's managers: booking rules, closed days, prices."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from portal.shared.templatetags.portal_ui import cn_date
from portal.taxonomy.working_days import working_calendar

from ..date_words import date_lines, date_sentence
from ..dates import ZONE, VisitDates, dates_of
from ..exceptions import BookingRefused
from ..forms.keys import key_of, sent_key
from ..forms.rules import ClosedDayForm, PriceForm, RulesForm
from ..models import BaseRules
from ..policies import check_rules
from ..selectors import programmes_of_base
from ..selectors.closed_days import closed_days_of, hits_of_day
from ..selectors.prices import prices_of
from ..selectors.rules import rules_of
from ..services.closed_days import check_day, close_day, reopen_day
from ..services.prices import remove_price, set_price
from ..services.rules import save_rules
from .access import crumb, person, pressed_before, raise_if_busy
from .inventory import InventoryPage, found, trail

EXAMPLE_DAYS, EXAMPLE_HOUR, EXAMPLE_MINUTES = 42, 9, 90
DAY_CODES = frozenset({"day_far", "day_past", "day_closed"})


class DeskPage(InventoryPage):
    """A page right below the base's desk."""

    back, back_title = "bookings:base_desk", "工作台"

    def show(self, form: Form, *, status: int = 200, template: str = "", **context: Any) -> HttpResponse:
        """Leave the desk once in 当前位置."""
        crumbs = [*trail(self.base), crumb(self.title)]
        return super().show(form, status=status, template=template, **{"crumbs": crumbs, **context})


class RulesPage(DeskPage):
    """The numbers of the base, with the dates they give an example visit before they are saved."""

    title, button = "预约规则", "保存规则"
    text = "这些数字决定学校最晚什么时候预约、改动和确认人数。已经提交的预约保持原来的期限。"
    template = "bookings/rules.html"

    def make_form(self, data: Any = None) -> RulesForm:
        """Start from the rules in force."""
        rules = rules_of(self.base.pk)
        return RulesForm(data, instance=rules, initial={"version": rules.version})

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the numbers with their dates."""
        return self.show(self.make_form(), **example_of(rules_of(self.base.pk)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save, or show the dates the typed numbers would give."""
        form: Any = self.make_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            if request.POST.get("action") == "preview":
                check_rules(form.instance)
                return self.show(form, previewed=True, **example_of(form.instance))
            save_rules(
                actor=person(request),
                organisation_id=self.base.pk,
                version=form.cleaned_data["version"],
                key=key_of(form),
                **form.numbers(),
            )
        except BookingRefused as refused:
            return self.refuse(form, refused)
        messages.success(request, "预约规则已保存，新的预约从现在起按它计算；已经提交的预约保持原来的期限。")
        return redirect("bookings:rules", code=self.base.code)


def example_of(rules: BaseRules) -> dict[str, Any]:
    """Return the dates of a visit in six weeks, as a sentence and line by line."""
    dates = example_dates(rules, timezone.localdate(timezone=ZONE) + timedelta(days=EXAMPLE_DAYS))
    return {"sentence": date_sentence(dates), "lines": date_lines(dates), "note": dates.note}


def example_dates(rules: BaseRules, day: date) -> VisitDates:
    """Return the dates of a visit at 09:00 on ``day``."""
    start = datetime.combine(day, time(EXAMPLE_HOUR), tzinfo=ZONE)
    slot = SimpleNamespace(starts_at=start, ends_at=start + timedelta(minutes=EXAMPLE_MINUTES), opens_at=None)
    return dates_of(slot, rules, working_calendar(day, day))


class ClosedDays(DeskPage):
    """The closed days of a base; closing one shows what it hits and asks again."""

    title, button = "闭馆日", "看看会影响什么"
    text = "闭馆日当天的场次不再接受申请；已有的预约都保留，由您逐条改期或取消。"
    template = "bookings/closed_days.html"

    def make_form(self, data: Any = None) -> ClosedDayForm:
        """Ask for day and reason."""
        return ClosedDayForm(data)

    def show(self, form: Form, *, status: int = 200, template: str = "", **context: Any) -> HttpResponse:
        """Add the list."""
        context = {"days": closed_days_of(self.base.pk), **context}
        return super().show(form, status=status, template=template, **context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show what it hits, or close the day."""
        form: Any = self.make_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        day = form.cleaned_data["day"]
        if request.POST.get("action") != "close":
            return self.ask(form, day)
        try:
            rows = close_day(
                actor=person(request),
                organisation_id=self.base.pk,
                day=day,
                reason=form.cleaned_data["reason"],
                key=key_of(form),
            )
        except BookingRefused as refused:
            return self.refuse(form, refused)
        messages.success(request, closed_words(day, len(rows)))
        return redirect("bookings:closed_day", code=self.base.code, day=day)

    def ask(self, form: Form, day: date) -> HttpResponse:
        """Show what closing hits; a day that cannot be closed is refused at its field."""
        try:
            check_day(self.base.pk, day)
        except BookingRefused as refused:
            return self.refuse(form, refused)
        return self.show(form, hits=hits_of_day(self.base.pk, day))

    def refuse(self, form: Form, refused: BookingRefused, **context: Any) -> HttpResponse:
        """Show what is wrong with the day at its field."""
        if refused.code not in DAY_CODES:
            return super().refuse(form, refused, **context)
        form.add_error("day", refused.message)
        return self.show(form, status=422)


def closed_words(day: date, standing: int) -> str:
    """Say what closing did and what is left to do."""
    left = f"还有 {standing} 条预约保留着，请逐条处理。" if standing else "这一天没有预约。"
    return f"{cn_date(day)}已设为闭馆日，学校不能再预约这一天。{left}"


class ClosedDayPage(InventoryPage):
    """One closed day with the bookings that still stand, and the way to reopen it."""

    title, button, back, back_title = "闭馆日", "恢复开放", "bookings:closed_days", "闭馆日"
    template = "bookings/closed_day.html"
    removes = True

    def find(self, day: date) -> Any:
        """Return the closed day and what stands on it."""
        self.day = day
        row = found(next((row for row in closed_days_of(self.base.pk) if row.day == day), None))
        return {"row": row, "hits": hits_of_day(self.base.pk, day)}

    def act(self, form: Form) -> str:
        """Reopen."""
        day = self.day
        reopen_day(actor=person(self.request), organisation_id=self.base.pk, day=day, key=key_of(form))
        return f"{cn_date(day)}已恢复开放，这一天的场次可以继续预约。"


class PriceList(DeskPage):
    """All programmes of a base with what they cost today."""

    title = "费用"
    text = "费用公开显示在课程页面，不登录也能看到；每次调整都会留下公开的记录。"
    template = "bookings/price_list.html"
    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest) -> HttpResponse:
        """List."""
        programmes = [
            {"programme": row, "table": prices_of(row.id, group_size=row.group_size)}
            for row in programmes_of_base(self.base.pk)
        ]
        return self.show(Form(), programmes=programmes)


class ProgrammePrices(InventoryPage):
    """The prices of one programme: what is in force, set one, stop one."""

    title, button, back, back_title = "调整费用", "保存这个价格", "bookings:prices", "费用"
    template = "bookings/programme_prices.html"

    def find(self, programme_id: int) -> Any:
        """Return the programme when the base runs it."""
        return found(next((row for row in programmes_of_base(self.base.pk) if row.id == programme_id), None))

    @property
    def here(self) -> str:
        """Address of this page."""
        return reverse("bookings:programme_prices", args=[self.base.code, self.subject.id])

    def show(self, form: Form, *, status: int = 200, template: str = "", **context: Any) -> HttpResponse:
        """Add the prices."""
        context = {"table": prices_of(self.subject.id, group_size=self.subject.group_size), **context}
        return super().show(form, status=status, template=template, **context)

    def make_form(self, data: Any = None) -> PriceForm:
        """Ask for one price."""
        return PriceForm(data)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Set or stop a price and come back here."""
        if "stop" in request.POST:
            return self.stop(request, str(request.POST["stop"]))
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            item = set_price(
                actor=person(request), programme_id=self.subject.id, key=key_of(form), **form.values()
            )
        except BookingRefused as refused:
            return self.refuse(form, refused)
        messages.success(request, f"“{item.label}”的价格已保存，从 {cn_date(item.valid_from)}起生效。")
        return redirect(self.here)

    def stop(self, request: HttpRequest, price_id: str) -> HttpResponse:
        """Stop one of this programme's prices."""
        table = prices_of(self.subject.id, group_size=self.subject.group_size)
        row = next((row for row in (*table.items, *table.coming) if str(row.id) == price_id), None)
        part = f"-{price_id}-stop"
        if row is None and not pressed_before(request, part):
            raise Http404
        key = sent_key(request.POST)
        press = {"price_id": int(price_id), "key": f"{key}{part}" if key else ""}
        try:
            label = remove_price(actor=person(request), **press)
        except BookingRefused as refused:
            raise_if_busy(refused)
            messages.error(request, refused.message)
            return redirect(self.here)
        messages.success(request, f"“{label}”已停用，公开的历史里仍能看到。")
        return redirect(self.here)
