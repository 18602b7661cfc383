"""What a school types is short and names no pupil, whichever way it comes in."""

import pytest

from portal.audit.models import AuditEvent
from portal.organisations.models import Role
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import Booking, IdempotencyRecord
from studysites.bookings.services import request_booking
from studysites.bookings.services.applications import apply_for_ballot
from studysites.bookings.services.grade_plans import Allotment, plan_grade
from studysites.bookings.services.on_behalf import book_on_behalf
from studysites.bookings.services.waitlist import join_waitlist
from tests.factories.visits import make_coordinator, make_grade, make_member, make_session, party

pytestmark = pytest.mark.django_db

CONTACT = {"contact_name": "李老师", "contact_phone": "0377-63100000", "note": ""}


def ask(service, session, classes, **typed):
    coordinator = make_coordinator()
    return service(
        actor=coordinator.user,
        school_id=coordinator.school_id,
        session_id=session.pk,
        parties=classes,
        key="typed",
        **typed,
    )


def request(classes, **typed):
    return ask(request_booking, make_session(), classes, **typed)


def wait(classes, **typed):
    return ask(join_waitlist, make_session(people=20, groups=1), classes, **typed)


def enter(classes, **typed):
    return ask(apply_for_ballot, make_session(by_ballot=True), classes, **typed)


def telephone(classes, **typed):
    session = make_session()
    return book_on_behalf(
        actor=make_member(Role.BASE_STAFF, session.organisation),
        school_id=make_coordinator().school_id,
        session_id=session.pk,
        parties=classes,
        key="typed",
        **typed,
    )


def plan(classes, **typed):
    coordinator = make_coordinator()
    plan_grade(
        actor=coordinator.user,
        school_id=coordinator.school_id,
        grade_id=make_grade().pk,
        allotments=[Allotment(make_session().pk, tuple(classes))],
        key="typed",
        **typed,
    )
    return Booking.objects.get()


WAYS = [request, wait, enter, telephone, plan]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        ({"note": "长" * 10_000}, "too_long", "给基地的说明有 10000 个字，最多 300 个字"),
        ({"contact_name": "王" * 500}, "too_long", "联系人有 500 个字，最多 40 个字"),
        ({"contact_phone": "0" * 21}, "too_long", "联系电话有 21 个字，最多 20 个字"),
        ({"contact_phone": "411303201001011234"}, "personal_data", "身份证"),
    ],
)
def test_long_or_personal_text_is_refused(way, typed, code, words):
    refused_with(code, words, way, [party()], **{**CONTACT, **typed})


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("label", ["很长" * 11, "㍿" * 6])
def test_long_class_name_is_refused_as_it_would_be_stored(way, label):
    refused_with("label_too_long", "最多 20 个字", way, [party(label)], **CONTACT)


@pytest.mark.parametrize("way", WAYS)
def test_longest_texts_are_taken(way):
    typed = {"contact_name": "王" * 40, "contact_phone": "0377-63100000 转 1234", "note": "长" * 300}
    assert way([party("班" * 20)], **typed).note == "长" * 300


def refused_with(code, words, way, classes, **typed):
    with pytest.raises(BookingRefused) as refused:
        way(classes, **typed)
    assert refused.value.code == code
    assert words in refused.value.message
    assert not Booking.objects.exists()
    assert not IdempotencyRecord.objects.exists()
    assert not AuditEvent.objects.filter(action__startswith="booking.").exists()
