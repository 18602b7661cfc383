"""Forms of a base's staff: another date for a visit, places kept for some schools."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, cast

from django import forms

from portal.shared.templatetags.portal_ui import cn_date

from ..dates import end_of_day
from ..enums import PriorityBand
from ..selectors.bureau import BureauWish
from .keys import KeyForm, key_field
from .long_text import LongText

MOST = 5000


class MoveForm(forms.Form):
    """Which other session, and why; the school reads the reason."""

    key = key_field()
    session = forms.TypedChoiceField(
        label="改到哪一场",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一个场次。", "invalid_choice": "这一场刚刚已不合适，请另选一场。"},
    )
    reason = LongText(
        label="为什么要改期",
        max_length=200,
        error_messages={"required": "请写明原因。"},
        help_text="学校会看到这段话。",
    )

    def __init__(self, *args: Any, choices: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        cast(forms.TypedChoiceField, self.fields["session"]).choices = list(choices)


class BureauForm(forms.Form):
    """What the bureau's officer looks for among the bookings of all bases."""

    base = forms.TypedChoiceField(label="基地", required=False, coerce=int, empty_value=None)
    day = forms.DateField(
        label="来访日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    school = forms.CharField(
        label="学校", required=False, max_length=60, widget=forms.TextInput(attrs={"type": "search"})
    )
    status = forms.ChoiceField(label="状态", required=False)

    def __init__(
        self, *args: Any, bases: Iterable[tuple[int, str]], statuses: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.TypedChoiceField, self.fields["base"]).choices = [("", "全部基地"), *bases]
        cast(forms.ChoiceField, self.fields["status"]).choices = [("", "全部状态"), *statuses]

    def wish(self) -> BureauWish:
        """Return what is looked for; a part that is no value is left open."""
        self.is_valid()
        data = self.cleaned_data
        return BureauWish(
            base_id=data.get("base"),
            day=data.get("day"),
            school=data.get("school", "").strip(),
            status=data.get("status", ""),
        )


class ReserveForm(KeyForm):
    """How many places wait for which schools, and until which day."""

    band = forms.ChoiceField(label="留给哪类学校", choices=[pair for pair in PriorityBand.choices if pair[0]])
    people = forms.IntegerField(label="预留人数", min_value=1, max_value=MOST)
    groups = forms.IntegerField(label="预留组数", min_value=1, max_value=MOST)
    until = forms.DateField(
        label="预留到哪一天",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, last_day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["until"].widget.attrs["max"] = f"{last_day:%Y-%m-%d}"
        self.fields[
            "until"
        ].help_text = f"最晚 {cn_date(last_day)}；这一天过后，没有用掉的名额对所有学校开放。"

    def ends_at(self) -> datetime:
        """Return the last moment of the day."""
        return end_of_day(self.cleaned_data["until"])
