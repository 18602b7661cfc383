"""Rules for what a school tells of its group; pure. Each problem names its field, so that a form shows
all of them at once.

Counts are people of the group (pupils and adults), consents are letters to parents, one a pupil. A count
of None was not told: not asked is not none.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol

from portal.shared.templatetags.portal_ui import cn_date_plain, cn_time

from .dates import ZONE
from .enums import LunchKind, TransportMode

# More coaches than any group of the largest programme fills.
MOST_COACHES = 30
COUNTED = {
    "wheelchair_count": "使用轮椅的人数",
    "other_needs_count": "需要其他照顾的人数",
    "lunch_people": "用餐人数",
    "allergy_count": "有食物过敏的人数",
    "insured_count": "投保人数",
}
# Lunch that needs seats of the base.
SEATED = frozenset({LunchKind.PACKED.value, LunchKind.PROVIDED.value})


class Told(Protocol):
    """What the rules read; services/details.GroupDetails and models.VisitDetails have it."""

    @property
    def transport(self) -> str: ...
    @property
    def coach_count(self) -> int: ...
    @property
    def arrival_from(self) -> time | None: ...
    @property
    def arrival_to(self) -> time | None: ...
    @property
    def insured_from(self) -> date | None: ...
    @property
    def insured_to(self) -> date | None: ...
    @property
    def insured_count(self) -> int | None: ...
    @property
    def consent_sent(self) -> int | None: ...
    @property
    def consent_returned(self) -> int | None: ...


@dataclass(frozen=True)
class Problem:
    """One thing to correct: where it stands, a stable code, and what to do in words.

    ``reads`` are further fields it was found by; one that is no number or no date makes it meaningless.
    """

    field: str
    code: str
    text: str
    reads: tuple[str, ...] = ()


def count_problems(told: Told, *, pupils: int, people: int) -> Iterator[Problem]:
    """``count_wrong`` for a count above the group, ``consent_wrong`` for letters that cannot be."""
    for name, label in COUNTED.items():
        number = getattr(told, name)
        if number is not None and not 0 <= number <= people:
            yield Problem(name, "count_wrong", f"{label}填了 {number}，这个团队共 {people} 人。请改正。")
    sent, returned = told.consent_sent or 0, told.consent_returned or 0
    if not 0 <= sent <= pupils:
        text = f"已发告家长书填了 {sent} 份，这个团队有 {pupils} 名学生。请改正。"
        yield Problem("consent_sent", "consent_wrong", text)
    if told.consent_sent is None and returned:
        text = f"填写了收回的回执 {returned} 份，请先填写发出的告家长书份数。"
        yield Problem("consent_sent", "consent_wrong", text, ("consent_returned",))
    elif not 0 <= returned <= sent:
        text = f"收回的回执（{returned} 份）不能多于发出的告家长书（{sent} 份）。请改正。"
        yield Problem("consent_returned", "consent_wrong", text, ("consent_sent",))


def transport_problems(told: Told) -> Iterator[Problem]:
    """``coaches_wrong`` unless a coach journey says how many coaches come."""
    if told.transport == TransportMode.COACH and not 1 <= told.coach_count <= MOST_COACHES:
        text = f"包车前来请填写大巴数量（1 到 {MOST_COACHES} 辆）。"
        yield Problem("coach_count", "coaches_wrong", text, ("transport",))


def time_problems(told: Told, *, latest: datetime) -> Iterator[Problem]:
    """``arrival_wrong`` for a window without end, turned round, or after the late limit."""
    first, last = told.arrival_from, told.arrival_to
    if first is None and last is None:
        return
    if first is None or last is None:
        name = "arrival_from" if first is None else "arrival_to"
        text = "最早到达和最晚到达请一起填写，或都留空。"
        yield Problem(name, "arrival_wrong", text, ("arrival_from", "arrival_to"))
        return
    if first > last:
        text = "最早到达的时间晚于最晚到达的时间。请改正。"
        yield Problem("arrival_from", "arrival_wrong", text, ("arrival_to",))
    if last > latest.astimezone(ZONE).time():
        text = f"最晚到达填了 {cn_time(last)}，迟于 {cn_time(latest)} 会按未到处理。请改早一些。"
        yield Problem("arrival_to", "arrival_wrong", text)


def day_problems(told: Told, *, visit: date) -> Iterator[Problem]:
    """``insurance_days`` unless the insurance, when given, covers the day of the visit."""
    first, last = told.insured_from, told.insured_to
    if first is None and last is None:
        return
    if first is None or last is None:
        name = "insured_from" if first is None else "insured_to"
        text = "保险的生效和到期日期请一起填写，或都留空。"
        yield Problem(name, "insurance_days", text, ("insured_from", "insured_to"))
    elif not first <= visit <= last:
        text = (
            f"保险期限是 {cn_date_plain(first)}至{cn_date_plain(last)}，"
            f"没有包含来访当天 {cn_date_plain(visit)}。请核对保单。"
        )
        name = "insured_from" if first > visit else "insured_to"
        yield Problem(name, "insurance_days", text, ("insured_from", "insured_to"))


def warnings_on(told: Told, *, visit: date, pupils: int, people: int) -> Iterable[str]:
    """Say what no longer fits the group after its day or its numbers changed; also what was never enough."""
    first, last = told.insured_from, told.insured_to
    if first is not None and last is not None and not first <= visit <= last:
        term = f"{cn_date_plain(first)}至{cn_date_plain(last)}"
        yield f"保险不含来访当天：期限是 {term}，来访是 {cn_date_plain(visit)}"
    if told.insured_count is not None and told.insured_count < people:
        yield f"投保少于来访人数：投保 {told.insured_count} 人，来访 {people} 人"
    counts = {name: getattr(told, name) or 0 for name in COUNTED}
    labels = [COUNTED[name] for name, number in counts.items() if number > people]
    if (told.consent_sent or 0) > pupils:
        labels.append("已发告家长书")
    if labels:
        yield f"多于现在的团队：{'、'.join(labels)}"
