"""Planted drift is found by name, told, and repaired only when asked."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.jobs.periodic import shared_works
from portal.notifications.models import OutgoingMessage
from portal.organisations.models import Role
from studysites.bookings.enums import BookingStatus
from studysites.bookings.models import Allocation, Booking, CapacityBucket, Party
from studysites.bookings.selectors.drift import find_drift
from studysites.bookings.services import ledger
from studysites.bookings.services.moved_offers import offer_move
from studysites.bookings.services.offers import promote_waitlist
from studysites.bookings.services.reconcile import reconcile, repair_counter
from studysites.bookings.services.waitlist import join_waitlist
from studysites.bookings.services.withdrawals import withdraw_booking
from tests.factories.flow import make_confirmed, make_hold, make_submitted
from tests.factories.people import UserFactory
from tests.factories.visits import at, make_coordinator, make_member, make_session, party

pytestmark = pytest.mark.django_db


def told(**options):
    """Run the command; return what it printed and whether it failed."""
    out = StringIO()
    try:
        call_command("reconcile_bookings", stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


@pytest.fixture
def booking():
    return make_submitted()


def people_of(booking):
    return CapacityBucket.objects.get(session=booking.session, unit="people")


def test_every_state_in_order_is_no_drift(booking):
    """Held, pending, confirmed, moved, waiting, offered with fewer, withdrawn."""
    staff = make_member(Role.BASE_STAFF, booking.session.organisation)
    other = make_session(booking.session.programme, starts_at=at(31))
    make_hold(other)
    confirmed = make_confirmed(staff, booking.session)
    offer_move(actor=staff, booking_id=confirmed.pk, version=2 + 1, session_id=other.pk, reason="展厅检修")
    full, school = make_session(people=60, groups=2), make_coordinator()
    first, leaving = make_submitted(full), make_coordinator()
    small = make_submitted(full, leaving, parties=[party(pupils=16)])
    join_waitlist(
        actor=school.user, school_id=school.school_id, session_id=full.pk, parties=[party(pupils=30)],
        contact_name="李老师", contact_phone="0377-63100000", min_people=15, key="k",
    )  # fmt: skip
    withdraw_booking(actor=leaving.user, booking_id=small.pk, version=small.version)
    assert promote_waitlist(full.pk, timezone.now()) == 1
    assert first.status == BookingStatus.PENDING
    output, failed = told()
    assert (failed, "ledger OK" in output) == ("", True)


@pytest.mark.parametrize("taken", [0, 41, 43])
def test_a_wrong_counter_is_named_and_repaired_only_when_asked(booking, taken):
    CapacityBucket.objects.filter(pk=people_of(booking).pk).update(taken=taken)
    output, failed = told()
    assert f"bucket {people_of(booking).pk} " in output
    assert f"{taken}, expected 42" in output
    assert failed.startswith("1 drift")
    assert people_of(booking).taken == taken
    output, failed = told(repair=True)
    assert ("repaired" in output, failed) == (True, "")
    assert people_of(booking).taken == 42
    event = AuditEvent.objects.get(action="ledger.repaired")
    assert event.data == {"found": taken, "written": 42}


def test_a_repair_never_undoes_a_booking_made_meanwhile(booking, monkeypatch):
    CapacityBucket.objects.filter(pk=people_of(booking).pk).update(taken=10)
    [drift] = find_drift()
    booking.session.refresh_from_db()
    CapacityBucket.objects.filter(pk=drift.bucket_id).update(taken=42)
    assert repair_counter(drift) is False
    assert people_of(booking).taken == 42
    assert not AuditEvent.objects.filter(action="ledger.repaired").exists()


def test_what_holds_more_than_there_is_waits_for_a_person(booking):
    CapacityBucket.objects.filter(pk=people_of(booking).pk).update(taken=0, capacity=41)
    output, failed = told(repair=True)
    assert "left: more is held" in output
    assert failed
    assert people_of(booking).taken == 0


def test_an_ended_booking_that_holds_places(booking):
    Booking.objects.filter(pk=booking.pk).update(status=BookingStatus.CANCELLED)
    output, failed = told(repair=True)
    assert f"ended booking holds places: booking {booking.reference} (cancelled): 43" in output
    assert f"classes unlike their booking: booking {booking.reference}" in output
    assert failed


def test_a_standing_booking_that_holds_too_little_or_nothing(booking):
    Party.objects.filter(booking=booking).update(pupils=39)
    assert [str(drift) for drift in find_drift()] == [
        f"people held: booking {booking.reference} (pending): 42, expected 41"
    ]
    ledger.apply_moves(ledger.release(booking, timezone.now()))
    booking.parties.update(active=True)
    assert {drift.kind for drift in find_drift()} == {"people held", "groups held"}


def test_places_in_a_session_the_booking_does_not_visit(booking):
    other = make_session(booking.session.programme, starts_at=at(31))
    live = Allocation.objects.filter(booking=booking, bucket__unit="people")
    live.update(bucket=CapacityBucket.objects.get(session=other, unit="people"))
    kinds = [drift.kind for drift in find_drift()]
    assert kinds == ["counter", "counter", "people held", "people held"]


def test_a_class_that_names_another_session(booking):
    Party.objects.filter(booking=booking).update(session=make_session())
    [drift] = find_drift()
    assert (drift.kind, drift.found, drift.bucket_id) == ("classes unlike their booking", 1, 0)


def test_the_night_logs_and_tells_administrators(booking, caplog):
    administrator = UserFactory(is_superuser=True)
    OutgoingMessage.objects.all().delete()
    assert reconcile() == 0
    assert not OutgoingMessage.objects.exists()
    CapacityBucket.objects.filter(pk=people_of(booking).pk).update(taken=1)
    assert reconcile() == 1
    assert "ledger drift: counter: bucket" in caplog.text
    message = OutgoingMessage.objects.get()
    assert (message.recipient, message.kind) == (administrator, "ledger.drift")
    assert "reconcile_bookings" in message.body
    assert str(people_of(booking).pk) in message.body


def test_it_hangs_on_the_tick_once_a_day():
    assert shared_works()["bookings.reconcile"].seconds == 24 * 60 * 60
