"""How the classes of a grade could be spread over sessions: a first proposal, to be changed by hand. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from .policies import groups_of


@dataclass(frozen=True)
class Room:
    """One session in order of date, with the people and groups it still takes."""

    session_id: int
    people: int
    groups: int


@dataclass(frozen=True)
class PartyLimits:
    """What the programme takes a session: people from ``least`` to ``most``, ``group_size`` a group."""

    least: int
    most: int
    group_size: int


def propose(classes: Sequence[int], rooms: Sequence[Room], limits: PartyLimits) -> list[int | None]:
    """Return for each class (its people) the id of its session, None where nothing is left.

    First fit: a class goes to the earliest session with room for all of it. A session that would get
    fewer people than the programme takes stays free.
    """
    people = {room.session_id: min(room.people, limits.most) for room in rooms}
    groups = {room.session_id: room.groups for room in rooms}
    chosen: list[int | None] = []
    sums = dict.fromkeys(people, 0)
    for size in classes:
        needed = groups_of(size, limits.group_size)
        fitting = (
            room.session_id
            for room in rooms
            if people[room.session_id] >= size and groups[room.session_id] >= needed
        )
        session_id = next(fitting, None)
        chosen.append(session_id)
        if session_id is not None:
            people[session_id] -= size
            groups[session_id] -= needed
            sums[session_id] += size
    return [
        session_id if session_id is not None and sums[session_id] >= limits.least else None
        for session_id in chosen
    ]
