"""Which two sessions of different bases a group can visit one after the other. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar


class Timed(Protocol):
    """What of a session decides whether another one can follow."""

    @property
    def organisation_id(self) -> int: ...

    @property
    def start(self) -> datetime: ...

    @property
    def end(self) -> datetime: ...


S = TypeVar("S", bound=Timed)
# (from base, to base) -> minutes on the road.
Ways = Mapping[tuple[int, int], int]


@dataclass(frozen=True)
class Link:
    """How one session follows another: minutes on the road, minutes between end and start."""

    travel: int
    gap: int

    @property
    def words(self) -> str:
        """Say both in one sentence."""
        return f"路上约 {self.travel} 分钟，中间空 {duration(self.gap)}"


def link_of(first: Timed, second: Timed, ways: Ways) -> Link | None:
    """Return how ``second`` follows ``first``; None when it cannot.

    They must lie at different bases with a known way, and the way must fit between end and start.
    """
    travel = ways.get((first.organisation_id, second.organisation_id))
    gap = int((second.start - first.end).total_seconds() // 60)
    if travel is None or first.organisation_id == second.organisation_id or gap < travel:
        return None
    return Link(travel, gap)


def followers(sessions: Iterable[S], ways: Ways) -> list[tuple[S, list[tuple[S, Link]]]]:
    """Return every session of one day that others can follow, with those, both by time."""
    ordered = sorted(sessions, key=lambda one: (one.start, one.end))
    found = []
    for first in ordered:
        linked = [(second, link_of(first, second, ways)) for second in ordered]
        after = [(second, link) for second, link in linked if link is not None]
        if after:
            found.append((first, after))
    return found


def duration(minutes: int) -> str:
    """Return 90 分钟, or hours above two: 3 小时 30 分钟."""
    hours, rest = divmod(minutes, 60)
    if hours <= 1:
        return f"{minutes} 分钟"
    return f"{hours} 小时 {rest} 分钟" if rest else f"{hours} 小时"
