"""Forms of session templates, resources and leave: shapes only, rules are asked of the services."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms

from ..enums import ResourceKind
from ..recurrence import WEEKDAY_WORDS, ZONE, Rule, parse_rule, rule_text
from ..selectors import ProgrammeChoice
from ..timetable import TemplatePlan
from .keys import KeyForm

FREQUENCIES = [("WEEKLY", "每周"), ("DAILY", "每天"), ("MONTHLY", "每月")]
SEPARATORS = re.compile(r"[\s,，、;；]+")
MOST_DAYS = 300


def day_field(label: str, **values: Any) -> forms.DateField:
    """Return a field for one day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **values)


def time_field(label: str, **values: Any) -> forms.TimeField:
    """Return a field for a time of day."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, **values)


class PlainForm(KeyForm):
    """A form that says which field is missing, itself and not the browser."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = f"请填写{field.label}。"


class TemplateForm(PlainForm):
    """A session template: simple fields for common rhythms, or a rule for all others."""

    version = forms.IntegerField(min_value=0, initial=0, widget=forms.HiddenInput)
    programme = forms.TypedChoiceField(label="研学课程", coerce=int)
    name = forms.CharField(label="名称", max_length=60, help_text="只有基地看得到，例如“秋季上午场”。")
    freq = forms.ChoiceField(label="多久一次", choices=FREQUENCIES, initial="WEEKLY")
    interval = forms.IntegerField(
        label="间隔",
        min_value=1,
        max_value=366,
        initial=1,
        help_text="1 表示每周（每天、每月），2 表示隔一次。",
    )
    weekdays = forms.MultipleChoiceField(
        label="星期几",
        choices=[(code, f"周{word}") for code, word in WEEKDAY_WORDS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="每周重复时必选，可选几个；其他时候不选。",
    )
    month_days = forms.CharField(
        label="每月几号",
        required=False,
        max_length=100,
        help_text="每月重复时必填，例如 1、15；-1 表示最后一天。其他时候不填。",
    )
    starts_on = day_field("开始日期")
    ends_on = day_field("结束日期", help_text="例如一个学期的最后一天。")
    start_time = time_field("开始时间")
    minutes = forms.IntegerField(
        label="时长（分钟）", required=False, min_value=1, max_value=1440, help_text="不填则用课程时长。"
    )
    people = forms.IntegerField(
        label="人数上限", required=False, min_value=1, max_value=5000, help_text="不填则用课程的默认容量。"
    )
    groups = forms.IntegerField(
        label="组数上限", required=False, min_value=1, max_value=200, help_text="一位讲解员带一组。"
    )
    exdates = forms.CharField(
        label="例外日期",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="这些日子不排场次，一行一个，例如 2027-05-01。闭馆日不用写，会自动除去。",
    )
    note = forms.CharField(label="给学校的说明", required=False, max_length=200)
    by_ballot = forms.BooleanField(label="抽签场次：先报名，抽签后才占名额", required=False)
    rrule = forms.CharField(
        label="自定义规则（iCalendar RRULE）",
        required=False,
        max_length=200,
        help_text="上面的选项说不清时才填，例如 FREQ=MONTHLY;BYDAY=1SA；填了以它为准。",
    )

    def __init__(self, *args: Any, programmes: Iterable[ProgrammeChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programmes = {programme.id: programme for programme in programmes}
        field = cast(forms.TypedChoiceField, self.fields["programme"])
        field.choices = [(row.id, row.title) for row in self.programmes.values()]
        for name in ("weekdays", "month_days"):
            self.fields[name].conditional = True  # type: ignore[attr-defined]

    def clean_month_days(self) -> list[int]:
        """Return the days of the month that were typed."""
        parts = [part for part in SEPARATORS.split(self.cleaned_data["month_days"]) if part]
        if any(not re.fullmatch(r"-?[0-9]{1,2}", part) for part in parts):
            raise forms.ValidationError("请只填数字，例如 1、15。")
        return [int(part) for part in parts]

    def clean_exdates(self) -> tuple[date, ...]:
        """Return the excepted days that were typed."""
        parts = [part for part in SEPARATORS.split(self.cleaned_data["exdates"]) if part]
        if len(parts) > MOST_DAYS:
            raise forms.ValidationError(f"例外日期有 {len(parts)} 个，最多 {MOST_DAYS} 个。")
        days = []
        for part in parts:
            try:
                days.append(date.fromisoformat(part))
            except ValueError as error:
                raise forms.ValidationError(f"“{part[:20]}”不是日期，请写成 2027-05-01 这样。") from error
        return tuple(days)

    def clean(self) -> dict[str, Any]:
        """Ask for the weekday or day of the month a rhythm needs; refuse what would be ignored."""
        data = super().clean() or self.cleaned_data
        if data.get("rrule"):
            return data
        freq = data.get("freq")
        if freq == "WEEKLY" and not data.get("weekdays"):
            self.add_error("weekdays", "每周重复时，请至少选一个星期几。")
        if freq != "WEEKLY" and data.get("weekdays"):
            self.add_error("weekdays", "只有每周重复时才选星期几，请去掉或改成每周。")
        if freq == "MONTHLY" and "month_days" in data and not data["month_days"]:
            self.add_error("month_days", "每月重复时，请写明每月几号。")
        if freq != "MONTHLY" and data.get("month_days"):
            self.add_error("month_days", "只有每月重复时才填每月几号，请去掉或改成每月。")
        return data

    def plan(self) -> TemplatePlan:
        """Return the plan of a valid form; a rule that cannot be is refused as the service refuses it."""
        data = self.cleaned_data
        programme = self.programmes[data["programme"]]
        rule = data["rrule"] or rule_text(
            data["freq"], data["interval"], data["weekdays"], data["month_days"]
        )
        return TemplatePlan(
            name=data["name"],
            programme_id=programme.id,
            rrule=rule,
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            start_time=data["start_time"],
            minutes=data["minutes"] or programme.minutes,
            people=data["people"] or programme.capacity_people,
            groups=data["groups"] or programme.capacity_groups,
            exdates=data["exdates"],
            note=data["note"],
            by_ballot=data["by_ballot"],
        )


def initial_of(plan: TemplatePlan, version: int) -> dict[str, Any]:
    """Return a stored plan as the form's fields."""
    rule = parse_rule(plan.rrule)
    same = ("name", "starts_on", "ends_on", "start_time", "minutes", "people", "groups", "note", "by_ballot")
    return {
        **{name: getattr(plan, name) for name in same},
        "version": version,
        "programme": plan.programme_id,
        "exdates": "\n".join(day.isoformat() for day in plan.exdates),
        "interval": rule.interval,
        "freq": rule.freq,
        "weekdays": [name for _, name in rule.weekdays],
        "month_days": "、".join(map(str, rule.month_days)),
        **({} if is_simple(rule) else {"rrule": rule.text, "weekdays": [], "month_days": ""}),
    }


def is_simple(rule: Rule) -> bool:
    """Say whether the simple fields can say the rule."""
    if rule.count or rule.until:
        return False
    if rule.freq == "WEEKLY":
        return bool(rule.weekdays)
    return not rule.weekdays and bool(rule.month_days) == (rule.freq == "MONTHLY")


class RetireTemplateForm(PlainForm):
    """Whether the sessions nobody used go as well."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    remove_unused = forms.BooleanField(
        label="同时删除以后没有人预约过的场次",
        required=False,
        help_text="不勾选时，已排好的场次全部保留。有预约记录或手工改过的场次总是保留。",
    )


class ResourceForm(PlainForm):
    """A new resource."""

    kind = forms.ChoiceField(label="类型", choices=ResourceKind.choices)
    name = forms.CharField(
        label="名称", max_length=40, help_text="例如讲解员的称呼、教室名、餐厅名、停车场名。"
    )
    capacity = forms.IntegerField(
        label="座位数或车位数",
        required=False,
        min_value=1,
        max_value=5000,
        help_text="只有午餐座位和大巴车位要填；讲解员和教室一次只接一场。",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the number where there is something to count."""
        data = super().clean() or self.cleaned_data
        counted = {ResourceKind.LUNCH.value, ResourceKind.COACH_BAY.value}
        if data.get("kind") in counted and "capacity" in data and not data["capacity"]:
            self.add_error("capacity", "请填写座位数或车位数。")
        return data


class EditResourceForm(PlainForm):
    """Another name, and for seats and bays another number."""

    name = forms.CharField(label="名称", max_length=40)
    capacity = forms.IntegerField(
        label="座位数或车位数",
        min_value=1,
        max_value=5000,
        help_text="今后的每个时段都用新数字；已占用超过新数字的时段保持原样，并会列出来。",
    )

    def __init__(self, *args: Any, counted: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not counted:
            del self.fields["capacity"]


class LeaveForm(PlainForm):
    """From when to when; whole days where no time is given."""

    first_day = day_field("从哪一天")
    first_time = time_field("几点起", required=False, help_text="不填则从当天零点起。")
    last_day = day_field("到哪一天")
    last_time = time_field("几点止", required=False, help_text="不填则到当天结束。")
    reason = forms.CharField(
        label="说明", required=False, max_length=100, help_text="例如培训、检修。请不要写病情等个人情况。"
    )

    def times(self) -> tuple[datetime, datetime]:
        """Return start and end of a valid form in local time."""
        data = self.cleaned_data
        start = datetime.combine(data["first_day"], data["first_time"] or time(), ZONE)
        if data["last_time"]:
            return start, datetime.combine(data["last_day"], data["last_time"], ZONE)
        return start, datetime.combine(data["last_day"] + timedelta(days=1), time(), ZONE)

    def clean_last_day(self) -> date:
        """Refuse a mistyped year; the day after the calendar's end is no date."""
        day: date = self.cleaned_data["last_day"]
        if day.year > 2200:
            raise forms.ValidationError("日期太远，请核对年份。")
        return day
