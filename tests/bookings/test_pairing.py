"""Which sessions follow one another, and how classes spread over sessions."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from studysites.bookings.pairing import duration, followers, link_of
from studysites.bookings.proposals import PartyLimits, Room, propose

NINE = datetime(2026, 12, 3, 9, tzinfo=UTC)
LIMITS = PartyLimits(least=10, most=120, group_size=45)


@dataclass(frozen=True)
class Visit:
    organisation_id: int
    start: datetime
    end: datetime


def visit(base: int, after: int = 0) -> Visit:
    """A visit of ninety minutes, ``after`` minutes past nine."""
    start = NINE + timedelta(minutes=after)
    return Visit(base, start, start + timedelta(minutes=90))


def test_the_way_must_fit_between_end_and_start():
    ways = {(1, 2): 30}
    assert link_of(visit(1), visit(2, 119), ways) is None
    link = link_of(visit(1), visit(2, 120), ways)
    assert link.words == "路上约 30 分钟，中间空 30 分钟"


def test_there_is_not_back_and_one_base_is_no_pair():
    ways = {(1, 2): 30, (1, 1): 1}
    assert link_of(visit(2), visit(1, 300), ways) is None
    assert link_of(visit(1), visit(1, 300), ways) is None


def test_sessions_are_listed_by_time_with_what_follows():
    morning, noon, late = visit(1), visit(2, 150), visit(1, 300)
    found = followers([late, noon, morning], {(1, 2): 30, (2, 1): 40})
    assert [(first, [second for second, _ in after]) for first, after in found] == [
        (morning, [noon]),
        (noon, [late]),
    ]


@pytest.mark.parametrize(("minutes", "words"), [(90, "90 分钟"), (120, "2 小时"), (210, "3 小时 30 分钟")])
def test_long_gaps_are_told_in_hours(minutes, words):
    assert duration(minutes) == words


def test_classes_fill_the_earliest_session_first():
    rooms = [Room(1, 110, 4), Room(2, 110, 4)]
    assert propose([53, 53, 53, 53], rooms, LIMITS) == [1, 1, 2, 2]


def test_a_smaller_class_may_go_before_a_larger_one():
    assert propose([60, 60, 40], [Room(1, 100, 4), Room(2, 60, 4)], LIMITS) == [1, 2, 1]


def test_groups_limit_as_people_do():
    # A class of fifty is two groups of forty-five at most.
    assert propose([50, 50], [Room(1, 120, 3), Room(2, 120, 2)], LIMITS) == [1, 2]


def test_what_fits_nowhere_stays_without_session():
    assert propose([50, 130], [Room(1, 200, 8)], LIMITS) == [1, None]


def test_no_session_gets_fewer_than_the_programme_takes():
    assert propose([118, 6], [Room(1, 120, 4), Room(2, 120, 4)], LIMITS) == [1, None]
