"""A grade over several sessions, and a school that telephones."""

import pytest

from portal.audit.models import AuditEvent
from portal.notifications.models import OutgoingMessage
from portal.organisations.models import Role
from studysites.bookings.enums import BookingStatus
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import Booking, CapacityBucket, GradePlan
from studysites.bookings.services import listed_plans, withdraw_booking
from studysites.bookings.services.grade_plans import Allotment, plan_grade
from studysites.bookings.services.listed_plans import plan_grade_listed
from studysites.bookings.services.on_behalf import book_on_behalf
from tests.factories.pages import make_programme
from tests.factories.visits import (
    at,
    make_booking,
    make_coordinator,
    make_grade,
    make_member,
    make_session,
    party,
)

pytestmark = pytest.mark.django_db
CONTACT = {"contact_name": "李老师", "contact_phone": "0377-63100000"}


@pytest.fixture
def sessions():
    """Four days with room for 110 people each."""
    programme = make_programme()
    return [make_session(programme, starts_at=at(30 + day), people=110, groups=4) for day in range(4)]


@pytest.fixture
def coordinator():
    return make_coordinator()


def allotments(sessions):
    """Four hundred pupils in ten classes."""
    labels = [f"{number}班" for number in range(1, 11)]
    shares = [labels[0:2], labels[2:4], labels[4:6], labels[6:8]]
    return [
        Allotment(session.pk, tuple(party(label, pupils=50, adults=3) for label in share))
        for session, share in zip(sessions, shares, strict=True)
    ]


def plan(coordinator, rows, work=plan_grade, **values):
    filled = {"grade_id": make_grade().pk, "key": "plan", **CONTACT}
    return work(
        actor=coordinator.user,
        school_id=coordinator.school_id,
        allotments=rows,
        **{**filled, **values},
    )


def taken(sessions):
    rows = CapacityBucket.objects.filter(unit="people")
    return [rows.get(session=session).taken for session in sessions]


def refused_with(code, work, *args, **values):
    with pytest.raises(BookingRefused) as refused:
        work(*args, **values)
    assert refused.value.code == code
    return refused.value.message


def test_four_hundred_pupils_come_on_four_days(coordinator, sessions):
    first = plan(coordinator, allotments(sessions))
    assert taken(sessions) == [106] * 4
    assert (first.grade_plan.pupils, first.grade_plan.bookings.count()) == (400, 4)
    assert OutgoingMessage.objects.filter(kind="booking.requested").count() == 4


def test_one_full_day_takes_none_and_is_named(coordinator, sessions):
    make_booking(sessions[2])
    message = refused_with("full", plan, coordinator, allotments(sessions))
    assert "整个年级都没有提交" in message
    assert taken(sessions) == [0, 0, 42, 0]
    assert not GradePlan.objects.exists()


def test_listed_plan_takes_what_fits_and_says_what_does_not(coordinator, sessions):
    make_booking(sessions[2])
    outcomes = plan(coordinator, allotments(sessions), plan_grade_listed)
    assert [outcome.booking is not None for outcome in outcomes] == [True, True, False, True]
    assert outcomes[2].refused.code == "full"
    assert taken(sessions) == [106, 106, 42, 106]
    assert GradePlan.objects.get().bookings.count() == 3


def test_listed_plan_repeated_takes_nothing_more(coordinator, sessions):
    for _ in range(2):
        plan(coordinator, allotments(sessions), plan_grade_listed)
    assert taken(sessions) == [106] * 4
    assert GradePlan.objects.count() == 1


def test_listed_plan_repeated_does_not_try_again_what_was_full(coordinator, sessions):
    rival = make_booking(sessions[2])
    first = plan(coordinator, allotments(sessions), plan_grade_listed)
    withdraw_booking(actor=rival.requested_by, booking_id=rival.pk, version=rival.version, reason="改期")
    again = plan(coordinator, allotments(sessions), plan_grade_listed)
    assert [outcome.booking for outcome in again] == [outcome.booking for outcome in first]
    assert (again[2].refused.code, again[2].refused.message) == ("full", first[2].refused.message)
    assert taken(sessions) == [106, 106, 0, 106]


def test_another_listed_plan_under_the_same_key_is_refused(coordinator, sessions):
    plan(coordinator, allotments(sessions), plan_grade_listed)
    refused_with("key_reused", plan, coordinator, allotments(sessions)[:2], plan_grade_listed)
    assert GradePlan.objects.get().bookings.count() == 4


def test_listed_plan_that_takes_nothing_leaves_nothing_and_its_key(coordinator, sessions):
    rivals = [make_booking(session) for session in sessions]
    outcomes = plan(coordinator, allotments(sessions), plan_grade_listed)
    assert {outcome.refused.code for outcome in outcomes} == {"full"}
    assert not GradePlan.objects.exists()
    for rival in rivals:
        withdraw_booking(actor=rival.requested_by, booking_id=rival.pk, version=rival.version, reason="改期")
    plan(coordinator, allotments(sessions), plan_grade_listed)
    assert taken(sessions) == [106] * 4


@pytest.mark.parametrize("fault", [RuntimeError("cut off"), BookingRefused("busy")])
def test_listed_plan_cut_off_half_way_goes_on(coordinator, sessions, monkeypatch, fault):
    real, calls = listed_plans.run_wish, iter([None, None, fault])

    def breaks(*args):
        broken = next(calls)
        if broken is not None:
            raise broken
        return real(*args)

    with monkeypatch.context() as broken:
        broken.setattr(listed_plans, "run_wish", breaks)
        with pytest.raises((RuntimeError, BookingRefused)) as caught:
            plan(coordinator, allotments(sessions), plan_grade_listed)
    assert isinstance(caught.value, RuntimeError) or "已约上的场次为您保留" in caught.value.message
    outcomes = plan(coordinator, allotments(sessions), plan_grade_listed)
    assert taken(sessions) == [106] * 4
    assert GradePlan.objects.get().bookings.count() == 4
    assert all(outcome.booking for outcome in outcomes)


def test_whole_plan_repeated_answers_the_same(coordinator, sessions):
    assert plan(coordinator, allotments(sessions)).pk == plan(coordinator, allotments(sessions)).pk


def test_rule_of_one_session_refuses_all_and_names_it(coordinator, sessions):
    rows = allotments(sessions)
    rows[1] = Allotment(rows[1].session_id, (party("3班", pupils=100, adults=1),))
    assert "的场次：" in refused_with("ratio_short", plan, coordinator, rows)
    assert taken(sessions) == [0] * 4


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda rows: [], "plan_empty"),
        (lambda rows: [Allotment(rows[0].session_id, ())], "plan_empty"),
        (lambda rows: [rows[0], Allotment(rows[1].session_id, rows[0].parties)], "plan_twice"),
        (lambda rows: [rows[0], Allotment(rows[0].session_id, rows[1].parties)], "plan_twice"),
        (lambda rows: rows * 7, "plan_long"),
    ],
)
def test_plans_that_make_no_sense_are_refused(coordinator, sessions, spoil, code):
    refused_with(code, plan, coordinator, spoil(allotments(sessions)))


def test_plan_is_of_one_grade_and_one_school(coordinator, sessions):
    other = make_grade("g08", "八年级")
    refused_with("plan_grade", plan, coordinator, allotments(sessions), grade_id=other.pk)
    stranger = make_coordinator()
    with pytest.raises(BookingRefused) as refused:
        plan_grade(
            actor=stranger.user, school_id=coordinator.school_id, grade_id=make_grade().pk,
            allotments=allotments(sessions), key="x", **CONTACT,
        )  # fmt: skip
    assert refused.value.code == "not_allowed"


def call(staff, coordinator, session, **values):
    return book_on_behalf(
        actor=staff,
        school_id=coordinator.school_id,
        session_id=session.pk,
        parties=[party()],
        **{"key": "call", **CONTACT, **values},
    )


def test_base_books_for_a_school_that_telephones(coordinator, sessions):
    staff = make_member(Role.BASE_STAFF, sessions[0].organisation)
    booking = call(staff, coordinator, sessions[0])
    assert (booking.status, booking.booked_by_base, booking.decided_by) == ("confirmed", True, staff)
    assert OutgoingMessage.objects.get(kind="booking.booked_by_base").recipient == coordinator.user
    assert AuditEvent.objects.filter(action="booking.booked_by_base").count() == 1
    gone = withdraw_booking(actor=coordinator.user, booking_id=booking.pk, version=booking.version)
    assert (gone.status, taken(sessions[:1])) == (BookingStatus.CANCELLED, [0])


def test_base_books_its_own_sessions_only_and_by_the_rules(coordinator, sessions):
    stranger = make_member(Role.BASE_STAFF, make_session(starts_at=at(50)).organisation)
    refused_with("not_allowed", call, stranger, coordinator, sessions[0])
    staff = make_member(Role.BASE_STAFF, sessions[0].organisation)
    refused_with("contact_missing", call, staff, coordinator, sessions[0], contact_phone="")
    make_booking(sessions[0], parties=[party("9班", pupils=100, adults=5)])
    refused_with("full", call, staff, coordinator, sessions[0])
    assert Booking.objects.filter(booked_by_base=True).count() == 0
