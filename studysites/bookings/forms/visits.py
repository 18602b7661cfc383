"""What a school types to ask for a visit: one row a class, then the adult who leads the group."""

import re
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.forms.formsets import BaseFormSet, formset_factory

from portal.accounts.models.user import PHONE_VALIDATOR
from portal.organisations.models import School
from portal.taxonomy.models import Grade

from ..policies import PartyInput
from .long_text import LongText

MAX_ROWS = 12
PARTY_FIELDS = ("grade", "class_label", "pupils", "adults")


class GradeField(forms.ModelChoiceField):
    """Grades with the ones a programme suits first, under a heading of their own."""

    def group(self, suitable: frozenset[int], grades: Iterable[Grade]) -> None:
        """Split the choices in two headed groups when the programme names suitable grades.

        ``grades`` were read once for all rows; the field's own queryset would be asked for each.
        """
        grades = list(grades)
        chosen = [(grade.pk, grade.zh) for grade in grades if grade.pk in suitable]
        others = [(grade.pk, grade.zh) for grade in grades if grade.pk not in suitable]
        if chosen and others:
            self.widget.choices = [("", "请选择"), ("这个课程适合", chosen), ("其他年级", others)]
        else:
            self.widget.choices = [("", "请选择"), *chosen, *others]


class PartyForm(forms.Form):
    """One class; a row left wholly empty is no class."""

    grade = GradeField(Grade.objects.none(), label="年级", error_messages={"required": "请选择年级。"})
    class_label = forms.CharField(
        label="班级",
        error_messages={"required": "请写明班级。"},
        max_length=20,
        widget=forms.TextInput(attrs={"placeholder": "例如 3班", "autocomplete": "off"}),
    )
    pupils = forms.IntegerField(
        label="学生人数",
        error_messages={"required": "请填写学生人数。"},
        min_value=1,
        max_value=500,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    adults = forms.IntegerField(
        label="随行成人",
        error_messages={"required": "请填写随行成人数。"},
        min_value=1,
        max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, suitable: frozenset[int], grades: QuerySet[Grade], **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "empty_permitted": True, "use_required_attribute": False})
        field = cast(GradeField, self.fields["grade"])
        field.queryset = grades
        field.group(suitable, grades)


class PartyFormSet(BaseFormSet):
    """All class rows; none of them counts as initial, so any row may be emptied."""

    def initial_form_count(self) -> int:
        """Return 0: see the class."""
        return 0

    def parties(self) -> list[PartyInput]:
        """Return the filled rows of a valid set."""
        rows = (form.cleaned_data for form in self.forms)
        return [
            PartyInput(row["grade"].pk, row["class_label"], row["pupils"], row["adults"])
            for row in rows
            if row
        ]

    def typed(self) -> list[tuple[object, object, object]]:
        """Return (grade, pupils, adults) of every row as it stands on the page, valid or not."""
        names = ("grade", "pupils", "adults")
        rows = [tuple(form[name].value() or "" for name in names) for form in self.forms]
        return cast("list[tuple[object, object, object]]", rows)


def make_parties(
    suitable: frozenset[int],
    *,
    data: Mapping[str, Any] | None = None,
    rows: list[dict[str, Any]] | None = None,
) -> PartyFormSet:
    """Return the class rows: bound to ``data``, or showing ``rows`` as typed without complaints."""
    factory = formset_factory(
        PartyForm,
        formset=PartyFormSet,
        extra=min(len(rows or []), MAX_ROWS),
        max_num=MAX_ROWS,
        absolute_max=MAX_ROWS,
    )
    grades = list_grades()
    kwargs = {"suitable": suitable, "grades": grades}
    return cast(PartyFormSet, factory(data, initial=rows, prefix="party", form_kwargs=kwargs))


def list_grades() -> QuerySet[Grade]:
    """Return the grades in force; evaluated once for all rows."""
    grades = Grade.objects.in_force()
    len(grades)
    return grades


def raw_rows(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the class rows of a submission as typed, valid or not; at most 12."""
    count = str(data.get("party-TOTAL_FORMS", "0"))
    total = min(int(count), MAX_ROWS) if re.fullmatch(r"[0-9]{1,6}", count) else 0
    return [
        {name: data.get(f"party-{number}-{name}", "") for name in PARTY_FIELDS} for number in range(total)
    ]


def rows_of(parties: Iterable[Any]) -> list[dict[str, Any]]:
    """Return the rows that show stored classes."""
    return [
        {"grade": one.grade_id, "class_label": one.class_label, "pupils": one.pupils, "adults": one.adults}
        for one in parties
    ]


def fresh_key() -> str:
    """Return a new idempotency key for a form."""
    return str(uuid.uuid4())


class ClassesForm(forms.Form):
    """For which school, out of which draft, and the key that makes a second press harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    draft = forms.CharField(max_length=12, required=False, widget=forms.HiddenInput)
    school = forms.ModelChoiceField(School.objects.none(), label="学校", empty_label=None)

    def __init__(self, *args: Any, schools: QuerySet[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["school"]).queryset = schools
        self.use_required_attribute = False


class ContactForm(forms.Form):
    """The adult who leads the group, and a note."""

    contact_name = forms.CharField(
        label="带队联系人",
        error_messages={"required": "请填写带队联系人。"},
        max_length=40,
        help_text="当天带队的一位老师，只填成人。",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_phone = forms.CharField(
        label="联系电话",
        error_messages={"required": "请填写联系电话。"},
        max_length=20,
        validators=[PHONE_VALIDATOR],
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )
    note = LongText(
        label="给基地的说明",
        max_length=300,
        required=False,
        help_text="例如需要无障碍通道。请不要填写学生姓名、身份证号或名单。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


class WaitForm(ContactForm):
    """The same for the queue, with the smallest number the school would still come with."""

    min_people = forms.IntegerField(
        label="至少需要的人数",
        required=False,
        min_value=1,
        max_value=5000,
        help_text="名额不够全队时，至少有多少人您也愿意来（学生加随行成人）。不填表示必须全员。",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
