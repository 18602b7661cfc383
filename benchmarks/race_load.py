"""What one process of the mixed load does: it draws one action after the other from its own dice."""

import random
import uuid
from collections import Counter, deque
from collections.abc import Callable, Sequence
from typing import Any

from django.utils import timezone

from studysites.bookings.enums import BookingStatus
from studysites.bookings.models import Booking, CapacityBucket, IdempotencyRecord
from studysites.bookings.selectors.drift import find_drift
from studysites.bookings.services import offers
from tests.races import towns

SCHOOLS, SESSIONS = 60, 6
PEOPLE, GROUPS = 300, 8
LABELS = 40
# How many own bookings a process keeps in mind; older ones stay as they are.
MEMORY = 40
WEIGHTS = {"hold": 34, "submit": 18, "change": 14, "cancel": 18, "wait": 6, "promote": 5, "accept": 5}
SEED = 20_260
# One change in so many is one of the day.
MOVES = 0.3
MOVABLE = (BookingStatus.PENDING,)
CHANGEABLE = (BookingStatus.HELD, BookingStatus.PENDING)
ENDABLE = (*CHANGEABLE, BookingStatus.WAITLISTED, BookingStatus.OFFERED)


def set_up() -> dict:
    """Make one base with six sessions of 300 people and 8 groups, and sixty schools."""
    return towns.set_up(SCHOOLS, PEOPLE, GROUPS, SESSIONS)


def work(town: dict, attempts: int, number: int) -> dict:
    """Make so many attempts; return outcomes, wins and tries by action, errors, and false answers."""
    load = Load(town, random.Random(SEED + number))
    for _ in range(attempts):
        load.attempt()
    return load.report()


def faults() -> list[str]:
    """Return counters beyond their bounds, and everything that contradicts itself."""
    buckets = CapacityBucket.objects.all()
    beyond = [str(row) for row in buckets if not 0 <= row.taken <= row.capacity + row.overbook_allowance]
    return beyond + [str(drift) for drift in find_drift()]


class Load:
    """The dice and the memory of one process."""

    def __init__(self, town: dict, dice: random.Random) -> None:
        self.town, self.dice = town, dice
        self.own: deque[tuple[int, int]] = deque(maxlen=MEMORY)
        self.outcomes: Counter = Counter()
        self.won: Counter = Counter()
        self.tried: Counter = Counter()
        self.errors: list[str] = []
        self.written_though_busy = 0

    def attempt(self) -> None:
        """Draw one action and note what became of it."""
        action = self.dice.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        key = uuid.uuid4().hex
        try:
            code = self.actions()[action](key)
        except Exception as error:  # noqa: BLE001 - counted and shown
            code = "error"
            self.errors.append(f"{action}: {type(error).__name__}: {error}"[:200])
        if code == "busy" and IdempotencyRecord.objects.filter(key=key).exists():
            self.written_though_busy += 1
        self.outcomes[code] += 1
        self.tried[action] += 1
        self.won[action] += code == "won"

    def actions(self) -> dict[str, Callable[[str], str]]:
        """Return what can be drawn."""
        return {
            "hold": self.hold,
            "submit": lambda key: self.act("submit", [BookingStatus.HELD], key),
            "change": self.change,
            "cancel": self.cancel,
            "wait": self.wait,
            "promote": self.promote,
            "accept": lambda key: self.act("accept", [BookingStatus.OFFERED], key, anyone=True),
        }

    def hold(self, key: str) -> str:
        """Hold places for a class of some school."""
        school = self.dice.randrange(SCHOOLS)
        code, pk = towns.hold(self.town, school, self.session(), key, self.pupils(), self.label())
        return self.remember(code, pk, school)

    def wait(self, key: str) -> str:
        """Join a queue."""
        school = self.dice.randrange(SCHOOLS)
        code, pk = towns.wait_in_line(
            self.town, school, self.session(), self.pupils(), key=key, label=self.label()
        )
        return self.remember(code, pk, school)

    def promote(self, key: str) -> str:
        """Do what the tick does: end what is over, offer what is free."""
        now = timezone.now()
        session_id = self.town["sessions"][self.session()]
        return "won" if offers.promote_waitlist(session_id, now) else "nobody served"

    def change(self, key: str) -> str:
        """Change numbers, or the day."""
        if self.dice.random() < MOVES:
            target = {"session_id": self.town["sessions"][self.session()]}
            return self.act("change_session", MOVABLE, key, **target)
        rows = towns.classes(self.town, self.pupils(), 2, self.label())
        return self.act("change_parties", CHANGEABLE, key, parties=rows)

    def cancel(self, key: str) -> str:
        """Give up a hold, or withdraw what is on its way."""
        return self.act("end", ENDABLE, key)

    def act(self, action: str, statuses: Sequence[str], key: str, anyone: bool = False, **values: Any) -> str:
        """Do something with a booking of that state, with its version as just read."""
        row = self.find(statuses, anyone)
        if row is None:
            return "nothing to do"
        if action == "end":
            action = "give_up" if row.status == BookingStatus.HELD else "withdraw"
        school = next(n for n, (_, pk) in enumerate(self.town["schools"]) if pk == row.school_id)
        return self.do(action, row, school, key, **values)

    def do(self, action: str, row: Booking, school: int, key: str, **values: Any) -> str:
        """Call the service of the action."""
        return towns.act(self.town, action, row.pk, row.version, school, key=key, **values)[0]

    def find(self, statuses: Sequence[str], anyone: bool) -> Booking | None:
        """Return one of its own bookings, one time in five or when asked of all processes."""
        rows = Booking.objects.filter(status__in=statuses)
        if not anyone and self.dice.random() < 0.8:
            rows = rows.filter(pk__in=[pk for pk, _ in self.own])
        listed = list(rows.order_by("-id")[:MEMORY])
        return self.dice.choice(listed) if listed else None

    def remember(self, code: str, pk: int, school: int) -> str:
        """Keep a new booking in mind."""
        if code == "won":
            self.own.append((pk, school))
        return code

    def session(self) -> int:
        """Draw a session; half of all look at the first three."""
        return self.dice.randrange(3 if self.dice.random() < 0.5 else SESSIONS)

    def pupils(self) -> int:
        """Draw the size of a class: 20 to 45 people with its two adults."""
        return self.dice.randint(18, 40)

    def label(self) -> str:
        """Draw the name of a class."""
        return f"{self.dice.randint(1, LABELS)}班"

    def report(self) -> dict:
        """Return everything noted, as plain values."""
        return {
            "outcomes": dict(self.outcomes),
            "won": dict(self.won),
            "tried": dict(self.tried),
            "errors": self.errors,
            "written_though_busy": self.written_though_busy,
        }
