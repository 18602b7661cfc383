"""What the buttons of the today page send: the state seen, and a token that makes a second press harmless."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone

FURTHEST = timedelta(days=731)


class DayForm(forms.Form):
    """The day that is looked at; anything that is no day near us is today."""

    day = forms.DateField(required=False)

    def chosen(self) -> date:
        """Return the day."""
        today = timezone.localdate()
        day = self.cleaned_data.get("day") if self.is_valid() else None
        return day if day and abs(day - today) <= FURTHEST else today


class VisitForm(DayForm):
    """One press about one booking."""

    booking = forms.IntegerField(min_value=1)
    version = forms.IntegerField(min_value=1)
    token = forms.UUIDField()


class CountForm(DayForm):
    """One count of one class."""

    party = forms.IntegerField(min_value=1)
    people = forms.IntegerField(min_value=1, max_value=500)
    direction = forms.CharField(max_length=3)
    nonce = forms.CharField(max_length=64)
    sure = forms.BooleanField(required=False)
