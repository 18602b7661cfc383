"""A manager removes a session while a school asks for it: a refusal in words, never a fault."""

import pytest
from django.db import IntegrityError

from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import CapacityBucket
from studysites.bookings.policies import Needs
from studysites.bookings.services import ledger
from studysites.bookings.services.transactions import Attempt, explain_integrity
from tests.factories.visits import make_booking, make_coordinator, make_session

pytestmark = pytest.mark.django_db


def test_request_for_a_session_without_places_is_closed():
    session = make_session()
    CapacityBucket.objects.filter(session=session).delete()
    with pytest.raises(BookingRefused) as refused:
        make_booking(session)
    assert refused.value.code == "closed"


def test_session_with_half_its_buckets_is_a_fault():
    session = make_session()
    CapacityBucket.objects.filter(session=session, unit="groups").delete()
    with pytest.raises(ledger.LedgerDrift):
        ledger.shares(session.pk, Needs(people=42, groups=1), "", {})


def test_row_that_names_a_removed_session_is_closed():
    attempt = Attempt(make_coordinator().user, "booking.drafted", "key", "digest")
    with pytest.raises(BookingRefused) as refused:
        explain_integrity(IntegrityError("FOREIGN KEY constraint failed"), attempt)
    assert refused.value.code == "closed"
