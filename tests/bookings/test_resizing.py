"""A session's size is all its places: open ones and those kept for some schools."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from portal.audit.models import AuditEvent
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import CapacityBucket, VisitSession
from studysites.bookings.selectors import session_of_base
from studysites.bookings.services import (
    add_session,
    close_session,
    delete_empty_session,
    resize_session,
    short_writes,
)
from studysites.bookings.services.reserves import release_reserves, set_reserve
from tests.factories.visits import at, make_booking, make_session


@pytest.fixture
def session(town):
    """120 people in 4 groups, of which 40 in one group are kept for rural schools."""
    session = make_session(town.programme, starts_at=at(30), people=120, groups=4)
    now = timezone.now()
    until = now + timedelta(days=8)
    set_reserve(
        actor=town.manager, session_id=session.pk, band="rural", people=40, groups=1, until=until, now=now
    )
    return session


def sizes(session):
    rows = CapacityBucket.objects.filter(session=session).order_by("id")
    return {f"{row.unit} {row.band}".strip(): row.capacity for row in rows}


def resized(town, session, people, groups):
    resize_session(actor=town.manager, session_id=session.pk, people=people, groups=groups)
    return sizes(session)


def test_the_typed_size_is_the_whole_session(town, session):
    assert resized(town, session, 100, 3) == {
        "people": 60, "groups": 2, "people rural": 40, "groups rural": 1,
    }  # fmt: skip
    assert resized(town, session, 150, 5)["people"] == 110
    assert AuditEvent.objects.filter(action="session.resized").latest("id").data["sizes"]["people"] == 150


def test_what_a_page_shows_is_what_saving_it_again_keeps(town, session):
    row = session_of_base(town.base.pk, session.pk)
    assert (row.people, row.groups, row.people_kept, row.groups_kept) == (120, 4, 40, 1)
    before = sizes(session)
    assert resized(town, session, row.people, row.groups) == before


def test_never_below_what_is_taken_and_kept(town, session):
    make_booking(session, town.coordinator)
    before = sizes(session)
    with pytest.raises(BookingRefused) as caught:
        resized(town, session, 81, 4)
    assert caught.value.code == "below_taken"
    assert "已有 42 人预约，另有 40 人的名额预留着" in caught.value.message
    assert "不能改成 81 人" in caught.value.message and "请填 82 或更大的数" in caught.value.message
    assert sizes(session) == before
    assert resized(town, session, 82, 2)["people"] == 42


def test_never_below_the_reserve_of_a_session_nobody_booked(town, session):
    with pytest.raises(BookingRefused) as caught:
        resized(town, session, 39, 1)
    assert "请填 40 或更大的数" in caught.value.message


def test_the_size_stays_when_the_reserve_opens(town, session):
    resized(town, session, 100, 3)
    release_reserves(timezone.now() + timedelta(days=9))
    assert sizes(session) == {"people": 100, "groups": 3, "people rural": 0, "groups rural": 0}
    row = session_of_base(town.base.pk, session.pk)
    assert (row.people, row.people_kept) == (100, 0)


def test_taken_counts_the_reserve_too(town, session):
    CapacityBucket.objects.filter(session=session, band="rural", unit="people").update(taken=30)
    row = session_of_base(town.base.pk, session.pk)
    assert (row.people_taken, row.people, row.people_kept) == (30, 120, 10)


def test_pages_say_what_is_kept(town, session, client):
    client.force_login(town.manager)
    for page in ("", "resize/"):
        text = client.get(f"/desk/base/{town.base.code}/sessions/{session.pk}/{page}").content.decode()
        assert "0 / 120 人" in text and "其中 40 人、1 组预留着" in text


def locked(*args, **values):
    raise OperationalError("database is locked")


def test_a_lock_is_tried_again_and_then_told(town, session, monkeypatch):
    """Every service of sessions goes through the same short transaction as the other managers' ones."""
    monkeypatch.setattr(short_writes, "FIRST_PAUSE", 0)
    monkeypatch.setattr("studysites.bookings.services.sessions.record_event", locked)
    one = {"actor": town.manager, "session_id": session.pk}
    new = {"actor": town.manager, "programme_id": town.programme.pk, "starts_at": at(50)}
    works = [
        lambda: resize_session(**one, people=130, groups=4),
        lambda: close_session(**one, reason="检修"),
        lambda: delete_empty_session(**one),
        lambda: add_session(**new, people=90, groups=3),
    ]
    for work in works:
        with pytest.raises(BookingRefused) as caught:
            work()
        assert caught.value.code == "busy"
    assert sizes(session)["people"] == 80
    assert VisitSession.objects.count() == 2


def test_a_lock_that_passes_is_not_noticed(town, monkeypatch):
    tries = []

    def once_locked(**values):
        tries.append(values)
        if len(tries) == 1:
            raise OperationalError("database is locked")

    monkeypatch.setattr(short_writes, "FIRST_PAUSE", 0)
    monkeypatch.setattr("studysites.bookings.services.sessions.record_event", once_locked)
    added = add_session(
        actor=town.manager, programme_id=town.programme.pk, starts_at=at(50), people=90, groups=3
    )
    assert dict(added.buckets.values_list("unit", "capacity")) == {"people": 90, "groups": 3}
    delete_empty_session(actor=town.manager, session_id=added.pk)
    assert not VisitSession.objects.filter(pk=added.pk).exists()
