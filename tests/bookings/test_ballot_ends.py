"""Applications for a draw end with the last day to book, and nothing is drawn that cannot take place."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.notifications.models import OutgoingMessage
from portal.organisations.models import Role
from studysites.bookings.dates import ZONE
from studysites.bookings.enums import BookingStatus, SessionStatus
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import BaseRules, Booking, CapacityBucket, ClosedDay, VisitSession
from studysites.bookings.services.applications import (
    apply_for_ballot,
    award_application,
    end_application,
    end_applications,
)
from studysites.bookings.services.visit_checks import load_session, terms_of
from tests.factories.visits import at, make_coordinator, make_member, make_session, party

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn():
    return make_session(people=60, groups=2, starts_at=at(30), by_ballot=True)


@pytest.fixture
def application(drawn):
    coordinator = make_coordinator()
    return apply_for_ballot(
        actor=coordinator.user,
        school_id=coordinator.school_id,
        session_id=drawn.pk,
        parties=[party()],
        contact_name="李老师",
        contact_phone="0377-63100000",
        key="ballot",
    )


@pytest.fixture
def manager(drawn):
    return make_member(Role.BASE_MANAGER, drawn.organisation)


def taken(session):
    return list(CapacityBucket.objects.filter(session=session, unit="people").values_list("taken", flat=True))


def refused(manager, application):
    with pytest.raises(BookingRefused) as caught:
        award_application(actor=manager, booking_id=application.pk, version=application.version)
    fresh = Booking.objects.get(pk=application.pk)
    assert (fresh.status, taken(application.session)) == (BookingStatus.APPLIED, [0])
    return caught.value.code


def test_application_stands_through_the_last_day_to_book_and_then_ends_once(drawn, application):
    """The school is told in plain words, the event is kept, the class is free for another visit."""
    last = terms_of(load_session(drawn.pk)).dates.final_numbers_by
    assert end_applications(last) == 0
    assert end_applications(last + timedelta(seconds=1)) == 1
    application.refresh_from_db()
    assert (application.status, application.parties.filter(active=True).count()) == ("expired", 0)
    mail = OutgoingMessage.objects.get(kind="booking.application_ended")
    assert mail.recipient == application.requested_by and "抽签报名已结束" in mail.subject
    assert AuditEvent.objects.filter(action="booking.application_ended").count() == 1
    assert end_applications(last + timedelta(seconds=1)) == 0


def test_without_notice_it_ends_at_the_start(drawn, application):
    BaseRules.objects.update_or_create(
        organisation=drawn.organisation,
        defaults={
            "create_notice": 0,
            "change_notice": 0,
            "final_numbers_notice": 0,
            "cancel_notice": 0,
        },
    )
    assert end_applications(drawn.starts_at - timedelta(seconds=1)) == 0
    assert end_applications(drawn.starts_at) == 1


def test_what_was_drawn_meanwhile_is_left_alone(drawn, application, manager):
    award_application(actor=manager, booking_id=application.pk, version=1)
    assert end_applications(drawn.starts_at) == 0
    assert end_application(application.pk) is False
    application.refresh_from_db()
    assert (application.status, taken(drawn)) == (BookingStatus.PENDING, [42])


def test_ended_application_is_not_drawn(drawn, application, manager):
    assert end_applications(drawn.starts_at) == 1
    with pytest.raises(BookingRefused) as caught:
        award_application(actor=manager, booking_id=application.pk, version=2)
    assert (caught.value.code, taken(drawn)) == ("changed", [0])


def test_nothing_is_drawn_for_a_session_that_has_started(drawn, application, manager):
    start = timezone.now() - timedelta(minutes=1)
    VisitSession.objects.filter(pk=drawn.pk).update(starts_at=start, ends_at=start + timedelta(hours=1))
    assert refused(manager, application) == "started"


def test_nothing_is_drawn_for_a_closed_session(drawn, application, manager):
    VisitSession.objects.filter(pk=drawn.pk).update(status=SessionStatus.CLOSED)
    assert refused(manager, application) == "closed"


def test_nothing_is_drawn_on_a_closed_day(drawn, application, manager):
    day = drawn.starts_at.astimezone(ZONE).date()
    ClosedDay.objects.create(organisation=drawn.organisation, day=day, reason="设备检修")
    assert refused(manager, application) == "closed_day"
