"""The terms the privacy page states are kept, and closing waits for visits to come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from home.models import Correction
from home.upkeep import PURGED, purge_expired
from portal.accounts.closing import closing_reasons
from portal.notifications.models import OutgoingMessage
from portal.notifications.services import queue_message
from studysites.bookings.models import Booking, VisitSession
from tests.factories.visits import make_booking

pytestmark = pytest.mark.django_db


def test_what_has_outlived_its_term_is_deleted_once():
    """Contacts, message bodies and reports go; a second run finds nothing."""
    booking = make_booking()
    message = queue_message(kind="test", subject="旧", body="旧正文", to_address="")
    report = Correction.objects.create(path="/", text="旧", state=Correction.State.FIXED)
    unread = Correction.objects.create(path="/", text="没人看过")
    answered = Correction.objects.create(
        path="/", text="上个月才处理", state=Correction.State.KEPT, handled_at=timezone.now()
    )
    long_ago = timezone.now() - timedelta(days=400)
    VisitSession.objects.filter(pk=booking.session_id).update(
        starts_at=long_ago, ends_at=long_ago + timedelta(hours=1)
    )
    OutgoingMessage.objects.filter(pk=message.pk).update(created_at=long_ago)
    Correction.objects.update(created_at=long_ago)
    Correction.objects.filter(pk=report.pk).update(handled_at=long_ago)
    done = purge_expired()
    assert (done["contacts"], done["messages"], done["corrections"]) == (1, 1, 1)
    assert set(Correction.objects.all()) == {unread, answered}
    booking = Booking.objects.get(pk=booking.pk)
    assert (booking.contact_name, booking.contact_phone) == (PURGED, "")
    assert OutgoingMessage.objects.get(pk=message.pk).body == PURGED
    assert not any(purge_expired().values())


def test_what_is_within_its_term_stays():
    """A visit to come keeps its contact."""
    booking = make_booking()
    assert purge_expired()["contacts"] == 0
    assert Booking.objects.get(pk=booking.pk).contact_phone


def test_account_with_a_visit_to_come_is_not_closed_yet():
    """The reason says how many and what to do."""
    booking = make_booking()
    assert "1 个没有完成的预约" in "".join(closing_reasons(booking.requested_by))


def test_booking_goes_three_years_after_the_visit_and_the_ledger_agrees():
    """Parties, allocations and the booking are gone; the bucket is empty."""
    booking = make_booking()
    years_ago = timezone.now() - timedelta(days=4 * 365)
    VisitSession.objects.filter(pk=booking.session_id).update(
        starts_at=years_ago, ends_at=years_ago + timedelta(hours=1)
    )
    assert purge_expired()["bookings"] == 1
    assert not Booking.objects.exists()
    assert set(booking.session.buckets.values_list("taken", flat=True)) == {0}
    assert purge_expired()["bookings"] == 0
