"""The bureau's door for bookings whose coordinator has left the school."""

import uuid

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.notifications.models import OutgoingMessage
from portal.organisations.models import Membership, MembershipState, Role
from studysites.bookings.models import Booking
from studysites.bookings.selectors.handovers import schools_left
from tests.factories.people import OrganisationFactory
from tests.factories.visits import at, make_booking, make_coordinator, make_member, make_session, party

from .test_doors import ROLES, person

LIST = "/desk/bureau/handover/"


def leave(membership) -> None:
    Membership.objects.filter(pk=membership.pk).update(state=MembershipState.ENDED)


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def left(town):
    """A booking of the town's school whose only coordinator has left."""
    booking = make_booking(town.session, town.coordinator)
    leave(town.coordinator)
    return booking


@pytest.fixture
def officer(client):
    user = make_member(Role.OFFICER, OrganisationFactory(kind="bureau"))
    client.force_login(user)
    return user


def address(town) -> str:
    return reverse("bookings:bureau_handover", args=[town.school.pk])


def send(client, town, giver, taker, key=""):
    sent = {"key": key or str(uuid.uuid4()), "giver": giver.pk, "taker": taker.pk}
    return client.post(address(town), sent)


@pytest.mark.parametrize("role", ROLES)
def test_only_officers_and_administrators_pass(client, town, role):
    booking = make_booking(town.session, town.coordinator)
    taker = make_coordinator(town.school)
    if role != "anonymous":
        client.force_login(person(town, role))
    allowed = role in {"officer", "administrator"}
    expected = 302 if role == "anonymous" else 200 if allowed else 404
    assert client.get(LIST).status_code == expected
    assert client.get(address(town)).status_code == expected
    answer = send(client, town, town.user, taker.user)
    assert answer.status_code == (302 if role == "anonymous" or allowed else 404)
    booking.refresh_from_db()
    assert booking.requested_by == (taker.user if allowed else town.user)


def test_the_school_is_listed_and_needs_somebody_first(client, town, left, officer):
    page = text_of(client.get(LIST))
    assert town.school.name in page and "1 条" in page and "先批准联络员" in page
    assert "联络员已离开的学校（1 所）" in text_of(client.get(reverse("bookings:bureau_desk")))
    form = text_of(client.get(address(town)))
    assert "这所学校现在没有联络员" in form and 'method="post" novalidate' not in form


def test_the_officer_hands_over_once_and_the_school_is_told(client, town, left, officer):
    taker, colleague = make_coordinator(town.school).user, make_coordinator(town.school).user
    key = str(uuid.uuid4())
    for _ in range(2):
        answer = send(client, town, town.user, taker, key)
        assert (answer.status_code, answer["Location"]) == (302, LIST)
    left.refresh_from_db()
    assert left.requested_by == taker
    rows = OutgoingMessage.objects.filter(kind="booking.handed_over")
    assert set(rows.values_list("recipient", flat=True)) == {town.user.pk, taker.pk, colleague.pk}
    assert "教育局已把" in rows.first().body and left.reference in rows.first().body
    event = AuditEvent.objects.get(action="booking.handed_over")
    assert event.actor == officer and event.data["from_outside"] is True
    assert "现在没有要交接的预约" in text_of(client.get(LIST))
    assert "联络员已离开的学校" not in text_of(client.get(reverse("bookings:bureau_desk")))


def test_only_who_left_is_offered_as_giver(client, town, left, officer):
    stays = make_coordinator(town.school)
    make_booking(make_session(town.programme, starts_at=at(30)), stays, parties=[party("9班")])
    form = client.get(address(town)).context["form"]
    assert [value for value, _ in form.fields["giver"].choices] == ["", town.user.pk]
    assert [value for value, _ in form.fields["taker"].choices] == ["", stays.user.pk]


def test_a_wrong_handover_says_why_and_changes_nothing(client, town, left, officer):
    make_coordinator(town.school)
    assert send(client, town, town.user, make_coordinator().user).status_code == 422
    assert client.get(reverse("bookings:bureau_handover", args=[999_999])).status_code == 404
    left.refresh_from_db()
    assert left.requested_by == town.user


def test_what_is_over_or_belongs_to_all_is_not_listed(town, left):
    assert [(row.school_id, row.bookings) for row in schools_left()] == [(town.school.pk, 1)]
    Booking.objects.update(requested_by=None)
    assert schools_left() == ()
    Booking.objects.update(requested_by=town.user, status="completed")
    assert schools_left() == ()


def test_a_closed_account_counts_as_gone(town):
    make_booking(town.session, town.coordinator)
    assert schools_left() == ()
    town.user.is_active = False
    town.user.save()
    assert [row.school_id for row in schools_left()] == [town.school.pk]
