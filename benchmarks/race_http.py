"""The mixed load through the real server: forks post the portal's own forms as signed-in coordinators.

Whether something was written is never read from the answer: after every form the table of idempotency
keys is asked, so that a refusal that booked all the same, and a success that did not, are both found.
Promotions stay the clock's work and run as a service beside the server.
"""

import contextlib
import os
import random
import sys
import tempfile
import uuid
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from benchmarks import race_load
from benchmarks.booking_clients import CONTACT, Browser
from benchmarks.booking_server import web_server
from benchmarks.booking_setup import sign_in
from portal.accounts.models import User
from studysites.bookings.exceptions import MESSAGES
from studysites.bookings.models import Booking, IdempotencyRecord
from studysites.bookings.services.requests import queued
from studysites.bookings.views.school_group import FULL

# Longer than SQLite's 20 s and the writers' queue of 10 s together.
PATIENCE_SECONDS = 60
# One form in four is opened before it is sent.
LOOKS = 0.25
DESK = "/desk/"
SENTENCES = {MESSAGES["full"]: "full", FULL: "full", queued().message: "queued"}
LOG_CHARACTERS = 3000


def set_up() -> dict:
    """Make the town with a session of each coordinator and the cache table the server may want."""
    town = race_load.set_up()
    call_command("createcachetable", "portal_cache", verbosity=0)
    users = User.objects.in_bulk([user_id for user_id, _ in town["schools"]])
    cookies = [sign_in(users[user_id]) for user_id, _ in town["schools"]]
    return {**town, "cookies": cookies, "answered": IdempotencyRecord.objects.count()}


@contextlib.contextmanager
def served(database: Any) -> Iterator[int]:
    """Serve the portal on a RaceDatabase as shipped for its engine; yield the port.

    What a failure left in the log is printed at the end.
    """
    with tempfile.TemporaryDirectory(prefix="portal-race-server-") as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "benchmarks.booking_settings",
            "PORTAL_DATABASE_URL": database.url,
            "PORTAL_VAR_DIR": folder,
            "PORTAL_BASE_URL": "http://127.0.0.1",
            "PORTAL_SECRET_KEY": settings.SECRET_KEY,
        }
        log = Path(folder) / "server.log"
        engine = "postgresql" if database.is_postgres else "sqlite"
        with log.open("wb") as target:
            try:
                with web_server(engine, environment, target) as port:
                    yield port
            finally:
                show_failures(log.read_text(errors="replace"))


def show_failures(log: str) -> None:
    """Print the end of a log that tells of a failure."""
    if "Traceback" in log:
        print(log[log.rindex("Traceback") :][:LOG_CHARACTERS], file=sys.stderr)


def work(town: dict, attempts: int, number: int, port: int) -> dict:
    """Make so many attempts through the server; the report of race_load.work, with statuses."""
    load = HttpLoad(town, random.Random(race_load.SEED + number), port)
    for _ in range(attempts):
        load.attempt()
    return load.report()


def unanswered(town: dict, won: int) -> list[str]:
    """Return a line when the keys stored since the start are not just the writes that were answered."""
    stored = IdempotencyRecord.objects.count() - town["answered"]
    return [] if stored == won else [f"{stored} forms were written, {won} answers said so"]


class HttpLoad(race_load.Load):
    """The same dice, acting through forms."""

    def __init__(self, town: dict, dice: random.Random, port: int) -> None:
        super().__init__(town, dice)
        self.port = port
        self.browser = Browser(port, PATIENCE_SECONDS)
        self.statuses: Counter = Counter()

    def hold(self, key: str) -> str:
        """Hold places for a class of some school."""
        return self.visit("hold", key)

    def wait(self, key: str) -> str:
        """Join a queue."""
        return self.visit("wait", key)

    def visit(self, action: str, key: str) -> str:
        """Send the form of a session."""
        school = self.dice.randrange(race_load.SCHOOLS)
        path = f"/visit/{self.town['sessions'][self.session()]}/"
        values = {"action": action, "school": self.town["schools"][school][1], **self.one_class()}
        code, pk = self.send(path, school, key, f"{dashed(key)}:{action}", values | CONTACT)
        return self.remember(code, pk, school)

    def one_class(self) -> dict[str, Any]:
        """Draw the rows of one class."""
        return {
            "party-TOTAL_FORMS": 1,
            "party-INITIAL_FORMS": 0,
            "party-0-grade": self.town["grade"],
            "party-0-class_label": self.label(),
            "party-0-pupils": self.pupils(),
            "party-0-adults": 2,
        }

    def change(self, key: str) -> str:
        """Change numbers, or the day."""
        if self.dice.random() < race_load.MOVES:
            target = {"session": self.town["sessions"][self.session()]}
            return self.act("change_session", race_load.MOVABLE, key, **target)
        return self.act("change_parties", race_load.CHANGEABLE, key, **self.one_class())

    def do(self, action: str, row: Booking, school: int, key: str, **values: Any) -> str:
        """Send the form of a booking, with the version as just read."""
        page, stored, extra = FORMS[action]
        stored = stored.format(key=dashed(key), hex=key, pk=row.pk)
        path = f"{DESK}bookings/{row.reference}/{page}/"
        return self.send(path, school, key, stored, {"version": row.version, **extra, **values})[0]

    def send(self, path: str, school: int, key: str, stored: str, values: dict[str, Any]) -> tuple[str, int]:
        """Open the page now and then, send its form and judge the answer by what was written."""
        cookie, user = self.town["cookies"][school], self.town["schools"][school][0]
        try:
            if self.dice.random() < LOOKS:
                self.note("GET", self.browser.look(path, cookie), path)
            status, address, page = self.browser.send(path, cookie, {"key": dashed(key), **values})
        except (OSError, HTTPException):
            self.browser = Browser(self.port, PATIENCE_SECONDS)
            raise
        self.note("POST", status, path)
        written = IdempotencyRecord.objects.filter(actor_id=user, key=stored).values_list("booking_id")
        return self.judge(status, address, page.decode(), written.first())

    def note(self, method: str, status: int, path: str) -> None:
        """Count a status; a failure of the server, or a door shut to an owner, is an error."""
        self.statuses[f"{method} {status}"] += 1
        busy = method == "POST" and status == 503
        if not busy and (status >= 500 or status in {400, 401, 403, 404}):
            raise RuntimeError(f"{method} {path} answered {status}")

    def judge(self, status: int, address: str, page: str, written: tuple | None) -> tuple[str, int]:
        """Return what became of a form, and the booking it wrote (0 for none)."""
        if status == 503:
            self.written_though_busy += written is not None
            return "busy", 0
        if status == 302 and not address.startswith(DESK):
            raise RuntimeError(f"led to {address}")
        if written is not None and status != 302:
            raise RuntimeError(f"answered {status} and wrote all the same")
        if written is not None:
            return "won", written[0]
        if status == 302:
            return "changed", 0
        return next((code for words, code in SENTENCES.items() if words in page), str(status)), 0

    def report(self) -> dict:
        """Return everything noted, with the statuses."""
        return {**super().report(), "statuses": dict(self.statuses)}


# action: page, key as it is stored, further fields
FORMS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "submit": ("hold", "{key}", {"action": "submit", **CONTACT}),
    "give_up": ("give-up", "{key}", {}),
    "withdraw": ("withdraw", "{hex}-{pk}-withdraw", {}),
    "change_parties": ("classes", "{key}", {"action": "save"}),
    "change_session": ("date", "{key}", {}),
    "accept": ("offer", "{key}:yes", {"answer": "accept"}),
}


def dashed(key: str) -> str:
    """Return a key as forms carry it."""
    return str(uuid.UUID(key))
