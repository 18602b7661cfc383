"""Deputies, handovers, and who hears of a booking when its coordinator has left."""

import pytest

from portal.audit.digests import digest_of_personal
from portal.audit.models import AuditEvent
from portal.notifications.models import OutgoingMessage
from portal.organisations.models import Membership, MembershipState, Role
from studysites.bookings.enums import BookingStatus
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import Booking
from studysites.bookings.services import withdraw_booking
from studysites.bookings.services.deputies import name_deputy, transfer_bookings
from studysites.bookings.services.notices import requester_of
from tests.factories.people import OrganisationFactory, UserFactory
from tests.factories.visits import make_booking, make_coordinator, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    return make_coordinator()


@pytest.fixture
def second(first):
    return make_coordinator(first.school)


@pytest.fixture
def booking(first):
    return make_booking(coordinator=first)


def leave(membership):
    Membership.objects.filter(pk=membership.pk).update(state=MembershipState.ENDED)


def told(kind):
    return set(OutgoingMessage.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_deputy_is_told_hears_of_everything_and_may_withdraw(booking, first, second):
    named = name_deputy(
        actor=first.user, booking_id=booking.pk, version=booking.version, user_id=second.user_id
    )
    assert told("booking.deputy_named") == {second.user_id}
    gone = withdraw_booking(actor=second.user, booking_id=booking.pk, version=named.version)
    assert gone.status == BookingStatus.CANCELLED
    assert {first.user_id, second.user_id} <= told("booking.withdrawn")


def test_deputy_can_be_taken_off(booking, first, second):
    named = name_deputy(actor=first.user, booking_id=booking.pk, version=1, user_id=second.user_id)
    name_deputy(actor=first.user, booking_id=booking.pk, version=named.version, user_id=None)
    booking.refresh_from_db()
    assert booking.deputy is None
    events = AuditEvent.objects.filter(action="booking.deputy_named").order_by("id")
    assert [event.data for event in events] == [
        {"personal": {"deputy": digest_of_personal(second.user_id)}},
        {"personal": {"deputy": ""}},
    ]


def test_deputy_must_be_another_coordinator_of_the_school(booking, first):
    for stranger in (make_coordinator().user, first.user):
        with pytest.raises(BookingRefused) as refused:
            name_deputy(actor=first.user, booking_id=booking.pk, version=1, user_id=stranger.pk)
        assert refused.value.code == "deputy_unknown"


def test_stale_page_names_no_deputy(booking, first, second):
    with pytest.raises(BookingRefused) as refused:
        name_deputy(actor=first.user, booking_id=booking.pk, version=9, user_id=second.user_id)
    assert refused.value.code == "changed"


def test_nobody_else_names_a_deputy(booking, second):
    staff = make_member(Role.BASE_STAFF, booking.session.organisation)
    with pytest.raises(BookingRefused) as refused:
        name_deputy(actor=staff, booking_id=booking.pk, version=1, user_id=second.user_id)
    assert refused.value.code == "not_allowed"


def test_bookings_of_one_who_left_go_to_a_colleague(booking, first, second):
    leave(first)
    transfer_bookings(
        actor=second.user,
        school_id=first.school_id,
        from_user_id=first.user_id,
        to_user_id=second.user_id,
        key="k",
    )
    booking.refresh_from_db()
    assert booking.requested_by_id == second.user_id
    assert told("booking.handed_over") == {first.user_id, second.user_id}
    event = AuditEvent.objects.get(action="booking.handed_over", object_id=str(booking.pk))
    people = {"giver": first.user_id, "taker": second.user_id}
    assert event.data == {"personal": {name: digest_of_personal(one) for name, one in people.items()}}


def test_repeat_hands_over_once(booking, first, second):
    asked = {
        "actor": second.user, "school_id": first.school_id, "from_user_id": first.user_id,
        "to_user_id": second.user_id, "key": "once",
    }  # fmt: skip
    assert transfer_bookings(**asked).pk == transfer_bookings(**asked).pk
    assert AuditEvent.objects.filter(action="booking.handed_over").count() == 1


def test_officer_hands_over_and_a_stranger_does_not(booking, first, second):
    asked = {"school_id": first.school_id, "from_user_id": first.user_id, "to_user_id": second.user_id}
    with pytest.raises(BookingRefused) as refused:
        transfer_bookings(actor=make_coordinator().user, **asked)
    assert refused.value.code == "not_allowed"
    officer = make_member(Role.OFFICER, OrganisationFactory(kind="bureau"))
    assert transfer_bookings(actor=officer, **asked).pk == booking.pk


@pytest.mark.parametrize(
    ("giver", "taker", "code"),
    [
        ("first", "first", "handover_same"),
        ("first", "other", "deputy_unknown"),
        ("second", "first", "handover_nothing"),
    ],
)
def test_handovers_that_make_no_sense_are_refused(booking, first, second, giver, taker, code):
    people = {"first": first.user_id, "second": second.user_id, "other": UserFactory().pk}
    with pytest.raises(BookingRefused) as refused:
        transfer_bookings(
            actor=first.user,
            school_id=first.school_id,
            from_user_id=people[giver],
            to_user_id=people[taker],
        )
    assert refused.value.code == code
    assert Booking.objects.get().requested_by_id == first.user_id


def test_all_coordinators_hear_when_the_one_who_asked_has_left(booking, first, second):
    assert requester_of(booking) == [first.user]
    leave(first)
    assert requester_of(booking) == [second.user]
