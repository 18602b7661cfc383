"""The rules of a booking, pure: no database, no clock of their own.

People are pupils plus adults. A group is what one guide takes; a larger class is split and counts
two or more (design decision 21). Numbers come from the programme page and the base's rules, and are
editable there. Ratios of adults: booking.md section 4.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Protocol

from portal.shared.personal_data import complaint_about
from portal.shared.templatetags.portal_ui import cn_date, cn_time

from .dates import VisitDates
from .enums import SessionStatus
from .exceptions import BookingRefused

LOWER_LAST, MIDDLE_LAST = 3, 6
# Calendar days; with twice the notice it leaves a week even over a holiday of nine days.
SHORTEST_OPENING = 14
GRADE_CODE = re.compile(r"^g(\d{2})$")
# Grades are sorted by tens: 一年级 10, 七年级 70.
SORT_STEP = 10


@dataclass(frozen=True)
class PartyInput:
    """One class as typed: grade row, class name, pupils, accompanying adults."""

    grade_id: int
    class_label: str
    pupils: int
    adults: int

    @property
    def people(self) -> int:
        """Pupils plus adults."""
        return self.pupils + self.adults


@dataclass(frozen=True)
class Needs:
    """What a booking takes of a session."""

    people: int
    groups: int


class Limits(Protocol):
    """The numbers a programme sets, in people."""

    min_party: int
    max_party: int
    group_size: int


@dataclass(frozen=True)
class GradedParty:
    """One class with what the ratio must know of its grade."""

    grade_id: int
    grade_code: str
    grade_sort: int
    grade_name: str
    pupils: int
    adults: int


class Ratios(Protocol):
    """How many pupils one adult may lead, by grades 1-3, 4-6 and above."""

    pupils_per_adult_lower: int
    pupils_per_adult_middle: int
    pupils_per_adult_upper: int


class RuleNumbers(Protocol):
    """The numbers of a base that must agree with one another."""

    create_notice: int
    change_notice: int
    final_numbers_notice: int
    cancel_notice: int
    opens_days_before: int


class SessionState(Protocol):
    """What of a session decides whether it takes requests."""

    status: str
    starts_at: datetime


def groups_of(people: int, group_size: int) -> int:
    """Return how many guided groups ``people`` of one class make, at ``group_size`` people each."""
    return ceil(people / max(group_size, 1))


def needs_of(parties: Iterable[PartyInput], group_size: int) -> Needs:
    """Return people and groups of a whole booking; classes never share a group."""
    listed = list(parties)
    return Needs(
        people=sum(party.people for party in listed),
        groups=sum(groups_of(party.people, group_size) for party in listed),
    )


def tidy_label(label: str) -> str:
    """Return a class name in one spelling: full-width forms folded, blanks removed."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", label))


def check_session(session: SessionState, now: datetime) -> None:
    """Refuse ``started`` or ``closed`` unless the session still takes requests."""
    if session.starts_at <= now:
        raise BookingRefused("started")
    if session.status != SessionStatus.OPEN:
        raise BookingRefused("closed")


def check_window(dates: VisitDates, now: datetime) -> None:
    """Refuse ``not_open_yet`` or ``too_late``, naming the first or the last day that is in time."""
    if now < dates.opens_at:
        opening = f"{cn_date(dates.opens_at)} {cn_time(dates.opens_at)}"
        raise BookingRefused("not_open_yet", f"这个场次从 {opening} 起开放预约，现在没有提交任何内容。")
    if now > dates.book_by:
        raise BookingRefused(
            "too_late",
            f"这个场次最晚要在 {cn_date(dates.book_by)} 当天提交预约，现在已过期限，"
            f"没有占用任何名额。{dates.note}",
        )


def check_rules(rules: RuleNumbers) -> None:
    """Refuse ``rules_invalid`` when a base's own numbers contradict one another.

    Later dates may not come before earlier ones, and a session must be open for a week at least even
    when a long holiday lies before it.
    """
    order = (
        (rules.create_notice, rules.change_notice, "增加人数或改期的期限不能早于预约的期限"),
        (rules.change_notice, rules.final_numbers_notice, "确认人数的期限不能早于增加人数或改期的期限"),
        (rules.final_numbers_notice, rules.cancel_notice, "取消的期限不能早于确认人数的期限"),
    )
    for earlier, later, words in order:
        if later > earlier:
            numbers = f"{later} 个工作日大于 {earlier} 个"
            raise BookingRefused("rules_invalid", f"{words}：{numbers}。规则没有改动。")
    shortest = rules.create_notice * 2 + SHORTEST_OPENING
    if rules.opens_days_before < shortest:
        raise BookingRefused(
            "rules_invalid",
            f"提前 {rules.create_notice} 个工作日截止预约时，至少要提前 {shortest} 天开放，"
            "否则遇到长假学校来不及预约。规则没有改动。",
        )


def check_open_day(closed_reason: str) -> None:
    """Refuse ``closed_day`` when the base receives nobody that day; an empty reason is an open day."""
    if closed_reason:
        raise BookingRefused(
            "closed_day",
            f"基地这一天不接待（{closed_reason}），没有占用任何名额。请另选一天的场次。",
        )


def check_grades(parties: Iterable[GradedParty], fitting: Mapping[int, str]) -> None:
    """Refuse ``grade_misfit`` for a grade the programme was not made for; no grades named fits all.

    ``fitting`` is grade id -> name, in the order of the grades.
    """
    misfits = {party.grade_name: None for party in parties if fitting and party.grade_id not in fitting}
    if misfits:
        raise BookingRefused(
            "grade_misfit",
            f"这个课程适合{'、'.join(fitting.values())}，不接受{'、'.join(misfits)}，没有占用任何名额。"
            "请改正年级，或另选适合的课程。",
        )


def pupils_per_adult(party: GradedParty, rules: Ratios) -> int:
    """Return how many pupils of this grade one adult may lead; told by the code, else by the order."""
    match = GRADE_CODE.match(party.grade_code)
    year = int(match[1]) if match else party.grade_sort / SORT_STEP
    if year <= LOWER_LAST:
        return rules.pupils_per_adult_lower
    return rules.pupils_per_adult_middle if year <= MIDDLE_LAST else rules.pupils_per_adult_upper


def ratio_shortfall(parties: Iterable[GradedParty], rules: Ratios) -> tuple[int, int]:
    """Return (needed, present) adults of a whole booking.

    Classes under one ratio are counted together: 86 pupils at 20 an adult need 5 adults.
    """
    pupils: dict[int, int] = {}
    present = 0
    for party in parties:
        ratio = pupils_per_adult(party, rules)
        pupils[ratio] = pupils.get(ratio, 0) + party.pupils
        present += party.adults
    return sum(ceil(count / ratio) for ratio, count in pupils.items()), present


def check_ratio(parties: Sequence[GradedParty], rules: Ratios) -> None:
    """Refuse ``ratio_short`` when adults are missing, saying how many."""
    needed, present = ratio_shortfall(parties, rules)
    if present < needed:
        total = sum(party.pupils for party in parties)
        names = "、".join(dict.fromkeys(party.grade_name for party in parties))
        raise BookingRefused(
            "ratio_short",
            f"{total} 名学生（{names}）至少需要 {needed} 位随行成人，现在填了 {present} 位，"
            f"还差 {needed - present} 位。",
        )


def check_group(
    parties: Sequence[GradedParty], *, fitting: Mapping[int, str], rules: Ratios, with_ratio: bool = True
) -> None:
    """Refuse a group whose grades or adults do not fit: ``grade_misfit``, then ``ratio_short``.

    A hold is placed ``with_ratio=False``; every submission checks both.
    """
    check_grades(parties, fitting)
    if with_ratio:
        check_ratio(parties, rules)


def check_parties(parties: Sequence[PartyInput], limits: Limits) -> None:
    """Refuse a list of classes that breaks a rule; the first broken rule is named."""
    if not parties:
        raise BookingRefused("no_classes")
    if any(party.pupils <= 0 for party in parties):
        raise BookingRefused("no_pupils")
    if any(party.adults < 1 for party in parties):
        raise BookingRefused("no_adults")
    if not all(tidy_label(party.class_label) for party in parties):
        raise BookingRefused("no_label")
    if len({(party.grade_id, tidy_label(party.class_label)) for party in parties}) < len(parties):
        raise BookingRefused("duplicate_class")
    check_size(sum(party.people for party in parties), limits)


def check_size(people: int, limits: Limits) -> None:
    """Refuse ``too_few`` or ``too_many`` people, naming the number and the limit."""
    if people < limits.min_party:
        raise BookingRefused(
            "too_few", f"共 {people} 人，这个课程每次至少 {limits.min_party} 人（学生加随行成人）。"
        )
    if people > limits.max_party:
        raise BookingRefused(
            "too_many",
            f"共 {people} 人，这个课程每次最多 {limits.max_party} 人（学生加随行成人）。请分成几个场次预约。",
        )


def check_texts(**texts: str) -> None:
    """Refuse ``personal_data`` when any text holds an identity number or a list of mobile numbers."""
    for text in texts.values():
        complaint = complaint_about(text)
        if complaint:
            raise BookingRefused("personal_data", complaint)


def check_contact(name: str, phone: str) -> None:
    """Refuse ``contact_missing`` unless a person and a phone number are given."""
    if not name.strip() or not phone.strip():
        raise BookingRefused("contact_missing")


def check_reason(reason: str) -> str:
    """Return the trimmed reason (200 characters at most); refuse an empty one or personal data."""
    trimmed = reason.strip()[:200]
    if not trimmed:
        raise BookingRefused("reason_missing")
    check_texts(reason=trimmed)
    return trimmed
