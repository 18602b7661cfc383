"""What a school types for a day at two bases and for a whole grade."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.forms.formsets import BaseFormSet, formset_factory

from portal.organisations.models import School

from .visits import ContactForm, fresh_key

# As many classes as a plan may have sessions (services/grade_plans.py).
MOST_CLASSES = 24
LEAVE_OUT = "不安排这个班"
ALL, LISTED = "all", "listed"
# One class with its adults.
USUAL_PARTY = 45


def number_field(label: str, most: int, *, needed: str = "", **kwargs: Any) -> forms.IntegerField:
    """Return a field for a number of people from 1 to ``most``; ``needed`` is the sentence when empty."""
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        required=bool(needed),
        error_messages={"required": needed},
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        **kwargs,
    )


class DayForm(forms.Form):
    """A day, and how many people come; sent by GET."""

    date = forms.DateField(
        label="日期",
        error_messages={"required": "请选择日期。", "invalid": "请选择日期，例如 2026-12-03。"},
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    people = number_field("人数（含随行成人）", 5000, needed="请填写人数。", initial=USUAL_PARTY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


class KeyForm(forms.Form):
    """The key that makes a second press harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=fresh_key)


class ReplaceForm(KeyForm):
    """Which session takes the place of the half that fell away."""

    session = forms.TypedChoiceField(
        label="换到",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择一个场次。",
            "invalid_choice": "这个场次刚刚不再装得下您的团队，请另选一个。",
        },
    )

    def __init__(self, *args: Any, choices: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        cast(forms.ChoiceField, self.fields["session"]).choices = list(choices)


class GradeForm(KeyForm):
    """The school, the grade, and numbers that list all classes at one press."""

    school = forms.ModelChoiceField(School.objects.none(), label="学校", empty_label=None)
    grade = forms.TypedChoiceField(label="年级", coerce=int, error_messages={"required": "请选择年级。"})
    first_day = forms.DateField(
        label="最早哪一天来",
        required=False,
        help_text="留空就从最近可约的场次排起。",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    count = number_field("班数", MOST_CLASSES)
    pupils = number_field("每班学生", 500)
    adults = number_field("每班随行成人", 100)

    def __init__(
        self, *args: Any, schools: QuerySet[School], grades: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        cast(forms.ModelChoiceField, self.fields["school"]).queryset = schools
        cast(forms.ChoiceField, self.fields["grade"]).choices = [("", "请选择"), *grades]

    @property
    def quick(self) -> list[forms.BoundField]:
        """The three numbers of the quick list."""
        return [self["count"], self["pupils"], self["adults"]]


class PlanContactForm(ContactForm):
    """Whether half a plan is better than none, and who leads the groups."""

    mode = forms.ChoiceField(
        label="有的场次约不上时",
        choices=[
            (ALL, "全部约上才提交：有一场不成，就一场都不提交"),
            (LISTED, "能约几场约几场：约上的先留住，没约上的列给我看"),
        ],
        initial=ALL,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择有的场次约不上时怎么办。"},
    )
    field_order = ("mode",)


class ClassRowForm(forms.Form):
    """One class of the grade and its session; a row left wholly empty is no class."""

    label = forms.CharField(
        label="班级",
        max_length=20,
        error_messages={"required": "请写明班级。"},
        widget=forms.TextInput(attrs={"placeholder": "例如 3班", "autocomplete": "off"}),
    )
    pupils = number_field("学生人数", 500, needed="请填写学生人数。")
    adults = number_field("随行成人", 100, needed="请填写随行成人数。")
    session = forms.TypedChoiceField(
        label="场次",
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "这个场次刚刚不能再约，请另选一个。"},
    )

    def __init__(self, *args: Any, sessions: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "empty_permitted": True, "use_required_attribute": False})
        cast(forms.ChoiceField, self.fields["session"]).choices = [("", LEAVE_OUT), *sessions]

    @property
    def numbers(self) -> list[forms.BoundField]:
        """The fields of the first page."""
        return [self["label"], self["pupils"], self["adults"]]


class ClassRows(BaseFormSet):
    """All classes; none of them counts as initial, so any row may be emptied."""

    def initial_form_count(self) -> int:
        """Return 0: see the class."""
        return 0

    def clean(self) -> None:
        """Ask for one class at least."""
        if not any(self.errors) and not self.filled():
            raise forms.ValidationError("请至少填写一个班级，并写明学生人数。")

    def numbers_wrong(self) -> bool:
        """Say whether a class itself is wrong, not only its session, or there is none."""
        return bool(self.non_form_errors()) or any(set(errors) - {"session"} for errors in self.errors)

    def filled(self) -> list[dict[str, Any]]:
        """Return the filled rows of a valid set."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data]


def make_class_rows(
    sessions: Iterable[tuple[int, str]],
    *,
    data: Mapping[str, Any] | None = None,
    rows: list[dict[str, Any]] | None = None,
) -> ClassRows:
    """Return the rows: bound to ``data``, or showing ``rows`` as typed without complaints."""
    factory = formset_factory(
        ClassRowForm,
        formset=ClassRows,
        extra=min(len(rows or []), MOST_CLASSES),
        max_num=MOST_CLASSES,
        absolute_max=MOST_CLASSES,
    )
    choices = list(sessions)
    return cast(ClassRows, factory(data, initial=rows, prefix="class", form_kwargs={"sessions": choices}))


def typed_rows(data: Mapping[str, Any], *, with_session: bool = True) -> list[dict[str, Any]]:
    """Return the rows of a submission as typed, valid or not; at most 24."""
    count = str(data.get("class-TOTAL_FORMS", "0"))
    total = min(int(count), MOST_CLASSES) if re.fullmatch(r"[0-9]{1,6}", count) else 0
    names = ("label", "pupils", "adults", *(("session",) if with_session else ()))
    return [{name: data.get(f"class-{number}-{name}", "") for name in names} for number in range(total)]
