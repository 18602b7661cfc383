"""The next visit of many programmes in one question to the ledger."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from studysites.bookings.models import CapacityBucket
from studysites.bookings.selectors import NextVisit, next_visits_of_programmes
from tests.factories.pages import make_programme
from tests.factories.visits import at, make_session


def take(session, unit: str, taken: int) -> None:
    """Let so much of one unit be taken."""
    CapacityBucket.objects.filter(session=session, unit=unit).update(taken=taken)


def test_the_earliest_session_with_room_for_the_smallest_party_counts(town):
    smallest = town.programme.min_party
    make_session(town.programme, starts_at=at(-1))
    make_session(town.programme, starts_at=at(22), status="closed")
    take(make_session(town.programme, starts_at=at(23), people=60), "people", 61 - smallest)
    take(make_session(town.programme, starts_at=at(24), groups=2), "groups", 2)
    CapacityBucket.objects.filter(session=make_session(town.programme, starts_at=at(25))).delete()
    wanted = make_session(town.programme, starts_at=at(26), people=60)
    take(wanted, "people", 60 - smallest)
    found = next_visits_of_programmes([town.programme.pk])
    assert found == {town.programme.pk: NextVisit(wanted.starts_at, smallest)}


def test_what_a_base_may_overbook_counts_as_room(town):
    CapacityBucket.objects.filter(session=town.session, unit="people").update(
        taken=120, overbook_allowance=40
    )
    assert next_visits_of_programmes([town.programme.pk])[town.programme.pk].places == 40


def test_programmes_without_a_visit_are_left_out_and_the_rules_are_asked_once(town):
    other, without = make_programme(), make_programme()
    make_session(other, starts_at=at(30))
    asked = [town.programme.pk, other.pk, without.pk]
    with CaptureQueriesContext(connection) as queries:
        found = next_visits_of_programmes(asked)
    assert set(found) == {town.programme.pk, other.pk}
    assert len(queries) == 3
