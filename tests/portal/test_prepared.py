"""Queries whose SQL is kept: right for other values, other rows and other types."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.models import User
from portal.shared.prepared import PreparedRows
from tests.factories.people import UserFactory

NEVER = timezone.now() - timedelta(days=20_000)


def rows_of_people(name, since):
    people = User.objects.filter(username=name, date_joined__gt=since, is_active=True)
    return people.values_list("pk", "date_joined", "is_active")


@pytest.fixture
def people():
    return PreparedRows(rows_of_people, name="a name nobody has", since=NEVER)


@pytest.mark.django_db
def test_values_change_and_the_sql_stays(people, monkeypatch):
    first, second = UserFactory(), UserFactory()
    since = timezone.now() - timedelta(hours=1)
    assert [row[0] for row in people.rows(name=first.username, since=since)] == [first.pk]
    monkeypatch.setattr(people, "build", None)
    with CaptureQueriesContext(connection) as captured:
        (row,) = people.rows(name=second.username, since=since)
    assert (row[0], row[1], bool(row[2])) == (second.pk, second.date_joined, True)
    assert len(captured) == 1
    assert people.rows(name=second.username, since=timezone.now() + timedelta(hours=1)) == []
    assert people.rows(name="' OR 1=1 --", since=since) == []


@pytest.mark.django_db
def test_a_value_that_is_forgotten_or_not_in_the_query(people):
    with pytest.raises(KeyError):
        people.rows(name="somebody")
    useless = PreparedRows(lambda name: User.objects.values_list("pk"), name="a name nobody has")
    with pytest.raises(ValueError, match="name"):
        useless.rows(name="somebody")


def rows_of_day(day):
    return User.objects.filter(date_joined__date__lte=day).values_list("pk")


@pytest.mark.django_db
def test_a_day_is_a_value_too():
    person, today = UserFactory(), timezone.localdate()
    found = PreparedRows(rows_of_day, day=NEVER.date())
    assert found.rows(day=today - timedelta(days=30)) == []
    assert [row[0] for row in found.rows(day=today)] == [person.pk]
