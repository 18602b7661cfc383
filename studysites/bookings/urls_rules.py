"""Addresses of a base's rules, closed days and prices."""

from datetime import date

from django.urls import path, register_converter

from .views import rule_pages


class DayConverter:
    """A date as 2026-12-01."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Return the date; a day the calendar has not is no address (ValueError)."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """Return the text of a date."""
        return value.isoformat()


register_converter(DayConverter, "day")

BASE = "desk/base/<slug:code>/"

urlpatterns = [
    path(f"{BASE}rules/", rule_pages.RulesPage.as_view(), name="rules"),
    path(f"{BASE}closed-days/", rule_pages.ClosedDays.as_view(), name="closed_days"),
    path(f"{BASE}closed-days/<day:day>/", rule_pages.ClosedDayPage.as_view(), name="closed_day"),
    path(f"{BASE}prices/", rule_pages.PriceList.as_view(), name="prices"),
    path(f"{BASE}prices/<int:programme_id>/", rule_pages.ProgrammePrices.as_view(), name="programme_prices"),
]
