"""The form of the group's details: counts, adults' names, times and days; never anything about a pupil."""

from collections.abc import Iterable
from dataclasses import fields as fields_of
from datetime import datetime
from typing import Any, cast

from django import forms

from portal.accounts.models.user import PHONE_VALIDATOR
from portal.shared.templatetags.portal_ui import cn_time

from ..details_rules import SEATED, Problem
from ..enums import LunchKind, TransportMode
from ..selectors.resources import WindowRow
from ..services.details import GroupDetails
from ..services.shared_places import LunchSlot
from .school_actions import SeenForm

TIME = {"type": "time"}
DAY = {"type": "date"}
NO_SEATS = "这个基地没有登记午餐座位，不能订餐位；需要用餐请与基地电话商量。"
NO_LUNCH_SLOT = ("", "还没有选")


def count(label: str, help_text: str = "") -> forms.IntegerField:
    """Return a field for a count; left empty it was not told."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=5000,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


def text(label: str, most: int, **options: Any) -> forms.CharField:
    """Return an optional text of at most ``most`` characters."""
    return forms.CharField(label=label, required=False, max_length=most, **options)


def moment(label: str) -> forms.TimeField:
    """Return an optional time of day."""
    return forms.TimeField(label=label, required=False, widget=forms.TimeInput(attrs=TIME, format="%H:%M"))


def day(label: str) -> forms.DateField:
    """Return an optional day."""
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))


class DetailsForm(SeenForm):
    """Everything of services/details.GroupDetails, with the lunch half hours still free to choose from."""

    safety_name = text("安全员姓名", 40, help_text="全程负责安全的一位成人。")
    safety_phone = text(
        "安全员电话", 20, validators=[PHONE_VALIDATOR], widget=forms.TextInput(attrs={"type": "tel"})
    )
    wheelchair_count = count("使用轮椅的人数", "没有就填 0；还没有问清楚请留空。")
    other_needs_count = count("需要其他照顾的人数", "没有就填 0；只填人数，不写是谁、什么情况。")
    transport = forms.ChoiceField(label="交通方式", required=False, choices=TransportMode.choices)
    coach_count = count("大巴数量")
    parks_elsewhere = forms.BooleanField(label="大巴停在别处，不用基地的车位", required=False)
    plates = text("车牌号", 120, help_text="几辆车用空格隔开。")
    arrival_from = moment("最早到达")
    arrival_to = moment("最晚到达")
    lunch = forms.ChoiceField(label="午餐", required=False, choices=LunchKind.choices)
    lunch_slot = forms.ChoiceField(label="用餐时段", required=False)
    lunch_people = count("用餐人数", "学生加随行成人。")
    allergy_count = count("有食物过敏的人数", "没有就填 0；过敏的食物请带队老师当天告诉餐厅。")
    insurer = text("保险公司", 60)
    policy_number = text("保单号", 40)
    insured_from = day("保险生效")
    insured_to = day("保险到期")
    insured_count = count("投保人数")
    consent_sent = count("已发告家长书（份）")
    consent_returned = count("已收回同意回执（份）")

    def __init__(
        self, *args: Any, slots: Iterable[WindowRow], bays: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if bays is not None:
            self.fields["coach_count"].help_text = f"基地在这个时段还空着 {bays} 个大巴车位，贵校已留的不算。"
        rows = list(slots)
        self.has_slots = bool(rows)
        choices = [NO_LUNCH_SLOT, *((slot_code(row), slot_words(row)) for row in rows)]
        cast(forms.ChoiceField, self.fields["lunch_slot"]).choices = choices
        if not self.has_slots:
            lunch = cast(forms.ChoiceField, self.fields["lunch"])
            lunch.choices = [(value, label) for value, label in LunchKind.choices if value not in SEATED]
            del self.fields["lunch_people"]
        self.windows = {slot_code(row): LunchSlot(row.resource_id, row.start) for row in rows}

    def details(self) -> GroupDetails:
        """Return the typed details; an empty count is None, what is not valid counts as not typed."""
        values: dict[str, Any] = {}
        for field in fields_of(GroupDetails):
            value = self.cleaned_data.get(field.name)
            if field.name != "lunch_slot":
                values[field.name] = field.default if value is None else value
        return GroupDetails(**values, lunch_slot=self.windows.get(self.cleaned_data.get("lunch_slot", "")))

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Show each problem at its field; one that reads a field which is wrong itself is left out."""
        wrong = set(self.errors)
        for problem in problems:
            if not wrong & {problem.field, *problem.reads}:
                self.add_error(problem.field if problem.field in self.fields else None, problem.text)

    def group(self, *names: str) -> list[forms.BoundField]:
        """Return some fields in order, for one section of the page."""
        return [self[name] for name in names]

    @property
    def sections(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """Return (title, one sentence, fields) in the order of the page."""
        seats = ["lunch_slot", "lunch_people"] if self.has_slots else []
        lunch = ["lunch", *seats, "allergy_count"]
        return [
            (
                "安全员和需要照顾的人",
                "",
                self.group("safety_name", "safety_phone", "wheelchair_count", "other_needs_count"),
            ),
            (
                "交通",
                "大巴会占用基地的车位，请填准数量。",
                self.group(
                    "transport", "coach_count", "parks_elsewhere", "plates", "arrival_from", "arrival_to"
                ),
            ),
            ("午餐", "" if self.has_slots else NO_SEATS, self.group(*lunch)),
            (
                "保险",
                "期限要包含来访当天。请不要上传或填写被保险人名单。",
                self.group("insurer", "policy_number", "insured_from", "insured_to", "insured_count"),
            ),
            ("告家长书", "只填份数，回执由学校保管。", self.group("consent_sent", "consent_returned")),
        ]


def slot_code(row: WindowRow) -> str:
    """Return the value of one half hour in the form."""
    return f"{row.resource_id}@{row.start:%H%M}"


def slot_words(row: WindowRow) -> str:
    """Return area, half hour and seats left."""
    return f"{row.name} {cn_time(row.start)}–{cn_time(row.end)}，还有 {row.left} 座"


def code_of_slot(resource_id: int, start: datetime) -> str:
    """Return the value of the half hour a booking holds; ``start`` is local."""
    return f"{resource_id}@{start:%H%M}"
