"""Small forms of the base desk."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone

from ..selectors import ProgrammeChoice
from .keys import KeyForm, key_field
from .long_text import LongText

FURTHEST_DAYS = 731


class VersionForm(forms.Form):
    """The state a person saw when pressing a button, and the key of the form it stood in."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def stamp(self, act: str, booking_id: int) -> dict[str, Any]:
        """Return version and key as services take them; one page's key serves a button a booking."""
        key = self.cleaned_data["key"]
        return {
            "version": self.cleaned_data["version"],
            "key": f"{key.hex}-{booking_id}-{act}" if key else "",
        }


class ReasonForm(forms.Form):
    """Why; read by the other side."""

    reason = LongText(
        label="原因",
        max_length=200,
        error_messages={"required": "请写明原因。"},
        help_text="对方会看到这段话。",
    )

    def __init__(self, *args: Any, optional: bool = False, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["reason"].required = not optional
        if help_text:
            self.fields["reason"].help_text = help_text


class DecisionForm(ReasonForm):
    """A reason with the key that makes a second press harmless."""

    key = key_field()


class ResizeForm(KeyForm):
    """How many people and groups one session takes."""

    people = forms.IntegerField(label="人数上限", min_value=1, max_value=5000)
    groups = forms.IntegerField(label="组数上限", min_value=1, max_value=200)


class AddSessionForm(KeyForm):
    """A new session; empty numbers are taken from the programme."""

    programme = forms.TypedChoiceField(label="研学课程", coerce=int)
    day = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    start = forms.TimeField(label="开始时间", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    end = forms.TimeField(
        label="结束时间",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="不填则按课程时长计算。",
    )
    people = forms.IntegerField(
        label="人数上限", required=False, min_value=1, max_value=5000, help_text="不填则用课程的默认容量。"
    )
    groups = forms.IntegerField(
        label="组数上限", required=False, min_value=1, max_value=200, help_text="一位讲解员带一组。"
    )
    note = forms.CharField(label="给学校的说明", required=False, max_length=200)

    def __init__(self, *args: Any, programmes: Iterable[ProgrammeChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.programmes = {programme.id: programme for programme in programmes}
        field = cast(forms.TypedChoiceField, self.fields["programme"])
        field.choices = [(row.id, row.title) for row in self.programmes.values()]

    def clean_day(self) -> date:
        """Refuse a mistyped year; at the end of the calendar the times could not even be counted."""
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate() + timedelta(days=FURTHEST_DAYS):
            raise forms.ValidationError("日期太远，只能添加两年以内的场次。请核对年份。")
        return day

    def times(self) -> tuple[datetime, datetime | None]:
        """Return start and end of a valid form in local time; no end means the programme's length."""
        day, end = self.cleaned_data["day"], self.cleaned_data["end"]
        zone = timezone.get_current_timezone()
        start = datetime.combine(day, self.cleaned_data["start"], zone)
        return start, datetime.combine(day, end, zone) if end else None

    def sizes(self) -> dict[str, int]:
        """Return people and groups of a valid form, the programme's numbers where left empty."""
        programme = self.programmes[self.cleaned_data["programme"]]
        return {
            "people": self.cleaned_data["people"] or programme.capacity_people,
            "groups": self.cleaned_data["groups"] or programme.capacity_groups,
        }
