"""Five reports of one address in a fixed window, however many arrive at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import pytest
from django.core.cache.backends.db import DatabaseCache
from django.core.management import call_command
from django.test import RequestFactory

from home.corrections import limits
from home.corrections.limits import REPORTS, WINDOW_SECONDS, may_report

MOMENT = 1_750_000_200  # the first second of a window


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands until a test moves it."""
    standing = SimpleNamespace(now=MOMENT)
    monkeypatch.setattr(limits, "time", SimpleNamespace(time=lambda: standing.now))
    return standing


def ask(address: str = "192.0.2.1") -> bool:
    return may_report(RequestFactory().post("/correction/", REMOTE_ADDR=address))


@pytest.fixture(params=["memory", "database"])
def kept_in(request, monkeypatch):
    """The cache of the embedded site, and the one of production."""
    if request.param == "database":
        request.getfixturevalue("db")
        call_command("createcachetable", "limits_cache")
        monkeypatch.setattr(limits, "cache", DatabaseCache("limits_cache", {}))


def test_five_in_a_window_and_five_in_the_next(kept_in, clock):
    assert [ask() for _ in range(REPORTS + 2)] == [True] * REPORTS + [False] * 2
    clock.now += WINDOW_SECONDS - 1
    assert not ask(), "a refused report must not move the window"
    clock.now += 1
    assert [ask() for _ in range(REPORTS + 1)] == [True] * REPORTS + [False]


def test_addresses_are_counted_apart(kept_in, clock):
    assert all(ask() for _ in range(REPORTS))
    assert not ask()
    assert ask("192.0.2.2")


def test_reports_sent_at_once_are_all_counted(clock):
    together = Barrier(20)

    def press(_: int) -> bool:
        together.wait()
        return ask()

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(press, range(20))) == REPORTS
