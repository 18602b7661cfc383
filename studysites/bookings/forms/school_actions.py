"""Small forms of a school's actions; each carries the state that was seen and a key of its own."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms

from portal.accounts.models import User

from ..enums import CancelReason
from .long_text import LongText
from .visits import MAX_ROWS, fresh_key

KEEP_EMPTY = "不指定"
MOST_CLASSES = 2 * MAX_ROWS


class SeenForm(forms.Form):
    """Version seen and key; what else is asked comes in subclasses."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: int = 0, **kwargs: Any) -> None:
        start = {"version": version, "key": fresh_key(), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=start, **kwargs)
        self.use_required_attribute = False

    @property
    def stamp(self) -> dict[str, Any]:
        """Return version and key of a valid form, as services take them."""
        return {"version": self.cleaned_data["version"], "key": str(self.cleaned_data["key"])}


class CancelForm(forms.Form):
    """Why nobody comes; the school may leave it empty, the other sides owe it a reason."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=fresh_key)
    reason_code = forms.ChoiceField(
        label="原因类别", required=False, choices=[("", "请选择"), *CancelReason.choices]
    )
    reason = LongText(
        label="补充说明",
        max_length=200,
        help_text="基地和学校都会看到这段话。",
        error_messages={"required": "请写明原因。"},
    )

    def __init__(self, *args: Any, need_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["reason"].required = need_reason


class GiveBackForm(SeenForm):
    """Lower numbers for each class; 0 pupils drops a class.

    A class that was sent but is gone since stays in the form: the service then knows a repeat.
    """

    def __init__(self, data: Any = None, *, parties: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.parties = list(parties)
        self.ids = [party.pk for party in self.parties]
        for party in self.parties:
            self.add_number(f"pupils-{party.pk}", f"学生（现有 {party.pupils}）", party.pupils)
            self.add_number(f"adults-{party.pk}", f"随行成人（现有 {party.adults}）", party.adults)
        for pk in sent_ids(data or {}):
            if pk not in self.ids and len(self.ids) < MOST_CLASSES:
                self.ids.append(pk)
                self.add_number(f"pupils-{pk}", "学生")
                self.add_number(f"adults-{pk}", "随行成人")

    def add_number(self, name: str, label: str, present: int | None = None) -> None:
        """Add one number, starting with the present one."""
        self.fields[name] = forms.IntegerField(
            label=label,
            min_value=0,
            initial=present,
            error_messages={"required": "请填写人数；不变就填原来的数。"},
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )

    def numbers(self) -> dict[int, tuple[int, int]]:
        """Return party id -> (pupils, adults) of a valid form."""
        typed = self.cleaned_data
        return {pk: (typed[f"pupils-{pk}"], typed[f"adults-{pk}"]) for pk in self.ids}

    def rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return (class, its two fields) for the page."""
        return [
            (f"{party.grade} {party.class_label}", [self[f"pupils-{party.pk}"], self[f"adults-{party.pk}"]])
            for party in self.parties
        ]


def sent_ids(data: Mapping[str, Any]) -> list[int]:
    """Return the ids of the classes named in a submission."""
    found = (re.fullmatch(r"pupils-([0-9]{1,12})", name) for name in data)
    return [int(match[1]) for match in found if match]


class DateForm(SeenForm):
    """Which other session."""

    session = forms.TypedChoiceField(
        label="新的时间",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择一个新的时间。",
            "invalid_choice": "这个场次刚刚不再装得下您的团队，请另选一个。",
        },
    )

    def __init__(self, *args: Any, choices: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["session"]).choices = list(choices)


class DeputyForm(SeenForm):
    """Another coordinator of the school, or nobody."""

    deputy = forms.TypedChoiceField(
        label="副联络员",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="副联络员会收到这次来访的全部通知，也可以办理。",
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["deputy"])
        field.choices = [("", KEEP_EMPTY), *((one.pk, one.get_full_name()) for one in people)]


class MinPeopleForm(SeenForm):
    """With how few people a waiting school still comes."""

    min_people = forms.IntegerField(
        label="至少需要的人数",
        required=False,
        min_value=1,
        max_value=5000,
        help_text="学生加随行成人。必须全员前来请留空。",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class HandoverForm(forms.Form):
    """From whom to whom the live bookings of a school go."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    giver = forms.TypedChoiceField(label="交出的老师", coerce=int, empty_value=None)
    taker = forms.TypedChoiceField(label="接手的联络员", coerce=int, empty_value=None)

    def __init__(
        self,
        *args: Any,
        givers: Iterable[tuple[int, str]],
        takers: Iterable[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial={"key": fresh_key()}, **kwargs)
        self.use_required_attribute = False
        givers, takers = list(givers), list(takers)
        # Nobody hands over to himself.
        self.possible = any(giver != taker for giver, _ in givers for taker, _ in takers)
        for name, choices in (("giver", givers), ("taker", takers)):
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = [("", "请选择"), *choices]
            field.error_messages["required"] = "请选择。"
