"""Small runs of the mixed load of benchmarks/race.py; ``make race`` makes the large ones."""

import random
import time
import uuid

import pytest
from django.db import transaction

from benchmarks import race_http, race_load
from benchmarks.race import HTTP, run, table
from studysites.bookings.models import Booking, CapacityBucket

pytestmark = pytest.mark.races

ATTEMPTS, FORMS = 1000, 200
# A hold gives up after three times 3 s.
BLOCKED_SECONDS = 14


def test_two_thousand_attempts_keep_every_promise(sqlite_races, request):
    """A thousand on each engine, where PostgreSQL is found."""
    results = [run("SQLite", sqlite_races, ATTEMPTS)]
    results.append(run("PostgreSQL", request.getfixturevalue("postgres_races"), ATTEMPTS))
    print(table(results))
    assert [words for result in results for words in result.broken()] == []


def test_forms_through_the_real_server_keep_every_promise(database):
    """The portal's own forms; every answer is compared with what was written."""
    result = run("HTTP", database, FORMS, through=HTTP)
    print(table([result]))
    assert result.broken() == []
    assert {"GET 200", "POST 302", "POST 422"} <= set(result.statuses)


def stand_in_the_way() -> None:
    """Keep every counter locked."""
    with transaction.atomic():
        list(CapacityBucket.objects.select_for_update())
        time.sleep(BLOCKED_SECONDS)


def hold_behind_it(town: dict, port: int) -> dict:
    """Send one hold while the counters are locked."""
    time.sleep(1)
    load = race_http.HttpLoad(town, random.Random(race_load.SEED), port)
    before = Booking.objects.count()
    code = load.hold(uuid.uuid4().hex)
    return {"code": code, "made": Booking.objects.count() - before, **load.report()}


@pytest.mark.postgres
def test_who_is_told_503_has_booked_nothing(postgres_races):
    """The one answer the loads hardly ever see, brought about by force."""
    town = postgres_races.call(race_http.set_up)
    with race_http.served(postgres_races) as port:
        told = postgres_races.race([(stand_in_the_way,), (hold_behind_it, town, port)])[1]
    assert (told["code"], told["made"], told["written_though_busy"]) == ("busy", 0, 0)
    assert told["statuses"]["POST 503"] == 1
    assert postgres_races.call(race_http.unanswered, town, 0) == []
