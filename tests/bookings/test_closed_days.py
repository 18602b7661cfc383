"""Closing a day: what it hits is listed and stands, nothing new comes in."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.organisations.models import Role
from studysites.bookings.dates import ZONE
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import Booking, ClosedDay
from studysites.bookings.selectors.closed_days import closed_days_of, hits_of_day
from studysites.bookings.services.closed_days import close_day, reopen_day
from tests.factories.people import OrganisationFactory
from tests.factories.visits import at, make_booking, make_coordinator, make_member, make_session


def day_of(session) -> date:
    """Return the session's day."""
    return session.starts_at.astimezone(ZONE).date()


def close(town, actor=None, **values):
    """Close the day of the town's session as its manager."""
    values.setdefault("day", day_of(town.session))
    values.setdefault("reason", "馆内布展")
    return close_day(actor=actor or town.manager, organisation_id=town.base.pk, **values)


def refusal(call, *arguments, **values) -> BookingRefused:
    """Call, expect the refusal and that the closed days stay as they were."""
    before = list(ClosedDay.objects.values())
    with pytest.raises(BookingRefused) as caught:
        call(*arguments, **values)
    assert list(ClosedDay.objects.values()) == before
    return caught.value


def test_what_it_hits_is_shown_before_and_after_and_stands(town):
    second = make_session(town.programme, starts_at=at(hour=14))
    other_day = make_session(town.programme, starts_at=at(30))
    hit = [make_booking(second, make_coordinator()), make_booking(town.session, town.coordinator)]
    make_booking(other_day, make_coordinator())
    make_booking(make_session(), make_coordinator())
    preview = hits_of_day(town.base.pk, day_of(town.session))
    assert (preview.sessions, len(preview.bookings)) == (2, 2)
    rows = close(town)
    assert [row.reference for row in rows] == [hit[1].reference, hit[0].reference]
    assert rows == hits_of_day(town.base.pk, day_of(town.session)).bookings
    assert set(Booking.objects.values_list("status", flat=True)) == {"pending"}
    assert AuditEvent.objects.filter(action="day.closed").count() == 1


def test_nothing_new_comes_in_until_it_is_reopened(town):
    close(town)
    answer = refusal(make_booking, town.session, town.coordinator)
    assert answer.code == "closed_day"
    reopen_day(actor=town.manager, organisation_id=town.base.pk, day=day_of(town.session))
    make_booking(town.session, town.coordinator)
    assert AuditEvent.objects.filter(action="day.reopened").count() == 1


def test_the_list_counts_what_still_stands(town):
    make_booking(town.session, town.coordinator)
    close(town)
    far = timezone.localdate() + timedelta(days=200)
    close(town, day=far, reason="年度检修")
    ClosedDay.objects.create(organisation=town.base, day=date(2020, 1, 1), reason="过去")
    rows = closed_days_of(town.base.pk)
    assert [(row.day, row.bookings) for row in rows] == [(day_of(town.session), 1), (far, 0)]
    Booking.objects.update(status="cancelled")
    assert closed_days_of(town.base.pk)[0].bookings == 0


def test_a_day_is_closed_once_and_reopened_once(town):
    close(town)
    assert refusal(close, town).code == "day_closed"
    reopen_day(actor=town.manager, organisation_id=town.base.pk, day=day_of(town.session))
    values = {"actor": town.manager, "organisation_id": town.base.pk, "day": day_of(town.session)}
    assert refusal(reopen_day, **values).code == "day_open"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"reason": "  "}, "reason_missing"),
        ({"reason": "找 13800138000 或 13900139000"}, "personal_data"),
        ({"day": timezone.localdate() - timedelta(days=1)}, "day_past"),
        ({"day": date(9999, 12, 31)}, "day_far"),
    ],
)
def test_refusals(town, values, code):
    assert refusal(close, town, **values).code == code


def test_today_may_be_closed(town):
    """A storm comes without notice."""
    close(town, day=timezone.localdate(timezone=ZONE))


def test_only_managers_of_the_base(town):
    stranger = make_member(Role.BASE_MANAGER, OrganisationFactory())
    for actor in (town.staff, town.user, stranger):
        assert refusal(close, town, actor=actor).code == "not_allowed"
    close(town)
    values = {"organisation_id": town.base.pk, "day": day_of(town.session)}
    for actor in (town.staff, town.user, stranger):
        assert refusal(reopen_day, actor=actor, **values).code == "not_allowed"
