"""A database without room for the write: 503, nothing booked, one press sends everything again."""

import ast
import html
import re
import uuid
from pathlib import Path

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from studysites.bookings import views
from studysites.bookings.models import Booking, ClosedDay, IdempotencyRecord
from studysites.bookings.services import short_writes, transactions
from tests.factories.flow import make_confirmed, make_hold, start_session
from tests.factories.typed import typed_classes, typed_contact
from tests.factories.visits import make_booking

FIELD = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
NOTHING = ("没有占用任何名额", "没有保存任何改动")
PASSES_ON = {"raise_if_busy", "refuse"}


@pytest.fixture
def busy(monkeypatch):
    """Let no write find room."""

    def locked(*given):
        raise OperationalError("database is locked")

    for module in (transactions, short_writes):
        monkeypatch.setattr(module, "limit_waiting", locked)
        monkeypatch.setattr(module, "FIRST_PAUSE", 0)
    return monkeypatch


def told_busy(answer) -> str:
    page = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert answer["Cache-Control"] == "private, no-store"
    assert any(sentence in page for sentence in NOTHING)
    return page


def test_nothing_is_held_and_one_press_sends_everything_again(client, town, busy):
    client.force_login(town.user)
    url, typed = reverse("bookings:visit", args=[town.session.pk]), typed_classes(town, "hold")
    page = told_busy(client.post(url, {**typed, "other": '"><b>'}))
    assert not Booking.objects.exists()
    assert not IdempotencyRecord.objects.exists()
    assert f'action="{url}"' in page
    fields = {name: html.unescape(value) for name, value in FIELD.findall(page)}
    assert fields.pop("other") == '"><b>'
    assert fields.items() >= {name: str(value) for name, value in typed.items()}.items()
    busy.undo()
    again = client.post(url, fields)
    assert again.url == reverse("bookings:hold", args=[Booking.objects.get().reference])


SCHOOL = {
    "hold": {"action": "submit", **typed_contact()},
    "give_up": {},
    "withdraw": {},
}


@pytest.mark.parametrize("act", SCHOOL)
def test_what_a_school_presses_leaves_the_booking_alone(client, town, monkeypatch, request, act):
    held = act != "withdraw"
    booking = (
        make_hold(town.session, town.coordinator) if held else make_booking(town.session, town.coordinator)
    )
    request.getfixturevalue("busy")
    client.force_login(town.user)
    sent = {"version": booking.version, "key": uuid.uuid4(), **SCHOOL[act]}
    told_busy(client.post(reverse(f"bookings:{act}", args=[booking.reference]), sent))
    assert Booking.objects.get().version == booking.version


def test_what_the_gate_presses_leaves_the_booking_alone(client, town, request):
    booking = make_confirmed(town.staff, town.session, town.coordinator)
    start_session(town.session, 10)
    request.getfixturevalue("busy")
    client.force_login(town.staff)
    sent = {"booking": booking.pk, "version": booking.version, "token": uuid.uuid4(), "day": "2026-01-01"}
    told_busy(client.post(reverse("bookings:today_press", args=[town.base.code, "arrive"]), sent))
    assert Booking.objects.get().status == "confirmed"


def test_what_a_manager_presses_leaves_the_day_open(client, town, busy):
    client.force_login(town.manager)
    day = timezone.localdate(town.session.starts_at)
    sent = {"action": "close", "day": day, "reason": "展厅检修"}
    told_busy(client.post(reverse("bookings:closed_days", args=[town.base.code]), sent))
    assert not ClosedDay.objects.exists()


def test_every_page_passes_busy_on():
    """A view that catches refusals answers ``busy`` by the one page, itself or in ``refuse``."""
    handlers = [
        (path.name, node)
        for path in sorted(Path(views.__file__).parent.glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and "BookingRefused" in ast.dump(node.type)
    ]
    silent = [(name, node.lineno) for name, node in handlers if not passes_on(node)]
    assert len(handlers) > 20
    assert silent == []


def passes_on(handler: ast.ExceptHandler) -> bool:
    """Say whether the handler names ``raise_if_busy`` or ``refuse``, or raises what it caught again."""
    names = {getattr(node, "attr", getattr(node, "id", "")) for node in ast.walk(handler)}
    again = any(isinstance(node, ast.Raise) and node.exc is None for node in ast.walk(handler))
    return again or bool(names & PASSES_ON)
