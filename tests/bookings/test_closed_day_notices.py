"""Schools that hope for places on a day hear that it is closed and reopened, and keep their place."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import timezone

from portal.notifications.models import OutgoingMessage
from portal.organisations.models import Role
from studysites.bookings.dates import ZONE
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import Booking, ClosedDay
from studysites.bookings.selectors.own_booking import own_booking
from studysites.bookings.services import confirm_booking, withdraw_booking
from studysites.bookings.services.applications import apply_for_ballot
from studysites.bookings.services.closed_days import close_day, reopen_day
from studysites.bookings.services.moved_offers import offer_move
from studysites.bookings.services.offers import promote_all
from studysites.bookings.services.waitlist import join_waitlist
from tests.factories.visits import at, make_booking, make_coordinator, make_member, make_session, party

pytestmark = pytest.mark.django_db
CONTACT = {"contact_name": "李老师", "contact_phone": "0377-63100000"}


def ask(work, session, coordinator, key="k", **values) -> Booking:
    return work(
        actor=coordinator.user, school_id=coordinator.school_id, session_id=session.pk,
        parties=[party()], key=key, **CONTACT, **values,
    )  # fmt: skip


@pytest.fixture
def day(town):
    """A full session with a school that waits and one by ballot with a school that applied."""
    full = make_session(town.programme, starts_at=at(18), people=42, groups=1)
    drawn = make_session(town.programme, starts_at=at(18, hour=14), by_ballot=True)
    holder = make_booking(full, make_coordinator())
    waiting = ask(join_waitlist, full, town.coordinator)
    applied = ask(apply_for_ballot, drawn, make_coordinator())
    OutgoingMessage.objects.all().delete()
    day = full.starts_at.astimezone(ZONE).date()
    return SimpleNamespace(day=day, full=full, holder=holder, waiting=waiting, applied=applied)


def close(town, day: date, **values) -> None:
    close_day(actor=town.manager, organisation_id=town.base.pk, day=day, reason="馆内布展", **values)


def reopen(town, day: date) -> None:
    reopen_day(actor=town.manager, organisation_id=town.base.pk, day=day)


def free(day) -> int:
    """Let the school that holds the places go and return how many offers the clock then makes."""
    holder = day.holder
    withdraw_booking(actor=holder.requested_by, booking_id=holder.pk, version=holder.version)
    return promote_all(timezone.now())


def told(kind: str) -> dict[int, OutgoingMessage]:
    """Return the messages of a kind by the person they go to."""
    return {message.recipient_id: message for message in OutgoingMessage.objects.filter(kind=kind)}


def test_who_waits_or_applied_is_told_why_and_what_is_kept(town, day):
    close(town, day.day)
    messages = told("booking.day_closed")
    assert set(messages) == {day.waiting.requested_by_id, day.applied.requested_by_id}
    waiting = messages[day.waiting.requested_by_id]
    assert "不接待" in waiting.subject and day.waiting.reference in waiting.subject
    assert "原因：馆内布展" in waiting.body and "次序都保留" in waiting.body and "退出候补" in waiting.body
    applied = messages[day.applied.requested_by_id].body
    assert "抽签报名保留" in applied and "取消报名" in applied
    # No other school is named, and who has a visit hears of it from the base's staff.
    assert day.holder.school.name not in waiting.body
    assert set(Booking.objects.values_list("status", flat=True)) == {"pending", "waitlisted", "applied"}


def test_a_closed_day_offers_nothing_and_the_queue_goes_on_afterwards(town, day):
    close(town, day.day)
    assert free(day) == 0
    assert "闭馆期间不放名额" in own_booking(day.waiting.pk).position
    reopen(town, day.day)
    again = told("booking.day_reopened")
    assert set(again) == {day.waiting.requested_by_id, day.applied.requested_by_id}
    assert "按原来的次序继续" in again[day.waiting.requested_by_id].body
    assert "闭馆" not in own_booking(day.waiting.pk).position
    assert promote_all(timezone.now()) == 1


def test_an_offer_of_the_day_waits_too(town, day):
    assert free(day) == 1
    close(town, day.day)
    text = told("booking.day_closed")[day.waiting.requested_by_id].body
    assert "闭馆期间不能接受" in text and "谢绝" in text
    reopen(town, day.day)
    assert "现在可以接受" in told("booking.day_reopened")[day.waiting.requested_by_id].body


def test_a_school_asked_to_come_that_day_instead_is_told(town, day):
    staff = make_member(Role.BASE_STAFF, town.base)
    target = make_session(town.programme, starts_at=at(18, hour=16))
    moved = make_booking(make_session(town.programme, starts_at=at(20)), make_coordinator())
    confirm_booking(actor=staff, booking_id=moved.pk, version=moved.version)
    moved.refresh_from_db()
    offer_move(
        actor=staff, booking_id=moved.pk, version=moved.version, session_id=target.pk, reason="展厅检修"
    )
    close(town, day.day)
    assert "请与基地联系" in told("booking.day_closed")[moved.requested_by_id].body


def test_a_refused_closing_tells_nobody(town, day, monkeypatch):
    close(town, day.day)
    OutgoingMessage.objects.all().delete()
    with pytest.raises(BookingRefused):
        close(town, day.day)
    assert not OutgoingMessage.objects.exists()


def test_closing_and_messages_are_one_transaction(town, day, monkeypatch):
    def fail(*_args, **_values):
        raise RuntimeError("no message")

    monkeypatch.setattr("studysites.bookings.services.notices.queue_message", fail)
    with pytest.raises(RuntimeError):
        close(town, day.day)
    assert not ClosedDay.objects.exists()


def test_other_days_and_bases_hear_nothing(town, day):
    close(town, at(40).astimezone(ZONE).date())
    other = make_session(starts_at=at(18))
    manager = make_member(Role.BASE_MANAGER, other.organisation)
    close_day(actor=manager, organisation_id=other.organisation_id, day=day.day, reason="检修")
    assert not told("booking.day_closed")
