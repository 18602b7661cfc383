"""The terms the privacy page states are kept, and closing waits for visits to come."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from home import upkeep
from home.models import Correction
from home.upkeep import PURGED, purge_expired
from portal.accounts.closing import closing_reasons
from portal.jobs import periodic
from portal.notifications.models import MessageState, OutgoingMessage
from portal.notifications.services import queue_message
from studysites.bookings.enums import BucketUnit, ResourceKind
from studysites.bookings.models import (
    Allocation,
    Booking,
    CapacityBucket,
    IdempotencyRecord,
    VisitDetails,
    VisitSession,
)
from studysites.bookings.selectors.drift import find_drift
from tests.factories.inventory import make_resource
from tests.factories.visits import make_booking

pytestmark = pytest.mark.django_db


def over(booking: Booking, days: int) -> None:
    """Let the visit have ended so many days ago."""
    end = timezone.now() - timedelta(days=days)
    VisitSession.objects.filter(pk=booking.session_id).update(starts_at=end - timedelta(hours=1), ends_at=end)


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


@pytest.mark.parametrize(("days", "needs", "policy"), [(29, 1, 1), (31, 0, 1), (179, 0, 1), (181, 0, 0)])
def test_what_a_school_told_of_its_group_goes_in_two_steps(days, needs, policy):
    """Safety officer, plates and needs after 30 days, the insurance policy after 180; the rest stays."""
    booking = make_booking()
    personal = {"safety_name": "王老师", "safety_phone": "0377-63100001", "plates": "豫R12345"}
    counts = {"wheelchair_count": 1, "other_needs_count": 2, "allergy_count": 3}
    insurance = {"insurer": "某保险公司", "policy_number": "PZAB2026000123"}
    row = VisitDetails.objects.create(booking=booking, coach_count=1, **personal, **counts, **insurance)
    over(booking, days)
    done = purge_expired()
    assert (done["needs"], done["policies"]) == (1 - needs, 1 - policy)
    found = VisitDetails.objects.values(*personal, *counts, *insurance).get(pk=row.pk)
    assert found == {
        **(personal if needs else dict.fromkeys(personal, "")),
        **(counts if needs else dict.fromkeys(counts)),
        **(insurance if policy else dict.fromkeys(insurance, "")),
    }
    assert VisitDetails.objects.get(pk=row.pk).coach_count == 1
    assert not any(purge_expired().values())


@pytest.fixture
def lunch():
    """A purgeable booking and one to come, in one bucket of lunch seats: 42 seats each, one released."""
    old, young = make_booking(), make_booking()
    start = old.session.starts_at
    seats = CapacityBucket.objects.create(
        resource=make_resource(old.session.organisation, ResourceKind.LUNCH),
        unit=BucketUnit.SEATS,
        window_start=start,
        window_end=start + timedelta(hours=1),
        capacity=100,
        taken=84,
    )
    for booking in (old, young):
        Allocation.objects.create(booking=booking, bucket=seats, quantity=42)
    Allocation.objects.create(booking=old, bucket=seats, quantity=7, released_at=timezone.now())
    over(old, 4 * 365)
    return seats


def test_seats_held_by_purged_bookings_are_given_back_and_others_stay(lunch):
    """Only what was live, only of the purged booking."""
    assert purge_expired()["bookings"] == 1
    lunch.refresh_from_db()
    assert (lunch.taken, find_drift()) == (42, [])
    assert purge_expired()["bookings"] == 0


def test_a_wrong_counter_does_not_keep_old_bookings(lunch, caplog):
    """The booking goes, the counter is left to the comparison, which reports it."""
    CapacityBucket.objects.filter(pk=lunch.pk).update(taken=10)
    assert purge_expired()["bookings"] == 1
    lunch.refresh_from_db()
    assert (lunch.taken, len(find_drift())) == (10, 1)
    assert f"bucket {lunch.pk} cannot give back 42" in caplog.text


@pytest.mark.parametrize(
    ("state", "sent_days_ago", "kept"),
    [
        (MessageState.QUEUED, None, True),
        (MessageState.SENT, 29, True),
        (MessageState.SENT, 31, False),
        (MessageState.SENT, None, False),
        (MessageState.STUCK, None, False),
    ],
)
def test_a_mail_loses_address_and_text_30_days_after_it_went_out(state, sent_days_ago, kept):
    """Never while it waits to be sent; one left on the site, or given up on, counts from its writing."""
    now = timezone.now()
    message = queue_message(kind="test", subject="主题", body="正文", to_address="a@example.org")
    OutgoingMessage.objects.update(
        state=state,
        created_at=now - timedelta(days=40),
        sent_at=now - timedelta(days=sent_days_ago) if sent_days_ago else None,
        html_body="<p>正文</p>",
        error="550 a@example.org",
    )
    assert purge_expired()["messages"] == (0 if kept else 1)
    message.refresh_from_db()
    whole = ("正文", "<p>正文</p>", "a@example.org", "550 a@example.org")
    found = (message.body, message.html_body, message.to_address, message.error)
    assert found == (whole if kept else (PURGED, "", "", ""))
    assert message.subject == "主题"


def test_repeat_keys_go_after_30_days_and_their_bookings_stay():
    """Within the term a repeat still gets its first answer."""
    booking = make_booking()
    assert IdempotencyRecord.objects.count() == 1
    IdempotencyRecord.objects.update(created_at=timezone.now() - timedelta(days=29))
    assert purge_expired()["repeat_keys"] == 0
    IdempotencyRecord.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert purge_expired()["repeat_keys"] == 1
    assert Booking.objects.filter(pk=booking.pk).exists()


def test_the_worker_deletes_and_the_privacy_page_states_the_same_terms():
    """The purge is registered; every term of the code is in the words readers are given."""
    assert periodic._register["purge"].run is purge_expired
    days = {name: getattr(upkeep, name).days for name in dir(upkeep) if name.endswith("_TERM")}
    assert days == {
        "CONTACT_TERM": 180,
        "DETAILS_TERM": 30,
        "MESSAGE_TERM": 30,
        "REPEAT_KEY_TERM": 30,
        "CORRECTION_TERM": 365,
        "AUDIT_TERM": 3 * 365,
        "ACTOR_TERM": 365,
        "BOOKING_TERM": 3 * 365,
    }
    page = (Path(upkeep.__file__).parent / "starter" / "pages" / "yinsi.md").read_text()
    for words in (
        "安全员的姓名和电话、车牌号、需要照顾的人数：参访结束后三十天",
        "带队联系人的姓名和电话、给基地的说明、保险公司和保单号：最长到参访结束后一百八十天",
        "发出后三十天",
        "防止重复提交的编号（只认账号和那一次提交）：三十天",
        "纠错：处理完毕后一年",
        "操作记录：三年；满一年后不再记是谁操作的",
        "参访结束后三年",
    ):
        assert words in page
