"""What lists show, and that longer lists ask no more questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studysites.bookings import selectors
from studysites.bookings.models import VisitSession
from studysites.bookings.selectors.school_lists import lists_of_school, past_of_school
from studysites.bookings.selectors.staff_desk import visits_ahead, waiting_of_base
from studysites.bookings.services import confirm_booking, decline_booking
from tests.factories.pages import make_programme, make_site
from tests.factories.visits import at, make_booking, make_coordinator, make_session


def queries_of(ask) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        ask()
    return len(captured)


def test_open_sessions_show_places_left_and_when_they_were_read(town):
    make_booking(town.session, town.coordinator)
    row = selectors.open_sessions(programme_id=town.programme.pk)[0]
    assert (row.places_left, row.groups_left, row.capacity, row.state) == (78, 3, 120, "open")
    assert row.as_of is not None
    assert row.book_url == f"/visit/{town.session.pk}/"


@pytest.mark.parametrize(
    ("people", "groups", "state"), [(120, 4, "open"), (55, 4, "few"), (50, 4, "full"), (120, 1, "full")]
)
def test_states(town, people, groups, state):
    session = make_session(town.programme, starts_at=at(26), people=people, groups=groups)
    make_booking(session, make_coordinator())
    assert selectors.visit_plan(session.pk).session.state == state


def test_open_sessions_of_a_site_and_from_a_day(town):
    other = make_session(starts_at=at(23))
    later = make_session(town.programme, starts_at=at(51))
    site = town.programme.get_parent()
    assert [row.id for row in selectors.open_sessions(site=site)] == [town.session.pk, later.pk]
    assert [row.id for row in selectors.open_sessions(start=at(41))] == [later.pk]
    assert selectors.next_sessions(1)[0].id == other.pk


def test_lists_leave_out_closed_past_full_and_unpublished(town):
    make_session(town.programme, starts_at=at(-1))
    make_session(town.programme, starts_at=at(22), status="closed")
    full = make_session(town.programme, starts_at=at(23), people=42)
    make_booking(full, make_coordinator())
    hidden = make_programme(make_site(slug="hidden"), live=False)
    make_session(hidden, starts_at=at(24))
    assert [row.id for row in selectors.next_sessions()] == [town.session.pk]
    assert [row.id for row in selectors.open_sessions()] == [full.pk, town.session.pk]


def test_school_list_is_split_in_ahead_and_past(town):
    ahead = make_booking(town.session, town.coordinator)
    other = make_session(town.programme, starts_at=at(30))
    declined = make_booking(other, town.coordinator)
    decline_booking(actor=town.staff, booking_id=declined.pk, version=1, reason="检修")
    make_booking(town.session, make_coordinator())
    rows = lists_of_school([town.school.pk]).upcoming
    assert [row.reference for row in rows] == [ahead.reference]
    assert (rows[0].classes, rows[0].people) == (1, 42)
    past = past_of_school([town.school.pk]).object_list
    assert [row.reference for row in past] == [declined.reference]


def test_visits_ahead_are_of_this_base_only(town):
    make_booking(make_session(starts_at=at(25)))
    soon = make_session(town.programme, starts_at=at(24))
    make_booking(town.session, town.coordinator)
    make_booking(soon, make_coordinator())
    third = make_booking(soon, make_coordinator())
    confirm_booking(actor=town.staff, booking_id=third.pk, version=1)
    assert [row.reference for row in visits_ahead(town.base.pk).coming] == [third.reference]
    VisitSession.objects.filter(pk=soon.pk).update(starts_at=at(0, 23, 58), ends_at=at(0, 23, 59))
    assert [row.reference for row in visits_ahead(town.base.pk).today] == [third.reference]


def test_session_rows_of_a_base_count_bookings(town):
    make_booking(town.session, town.coordinator)
    row = selectors.sessions_of_base(town.base.pk)[0]
    assert (row.people_taken, row.groups_taken, row.pending, row.confirmed) == (42, 1, 1, 0)


def test_query_counts_do_not_grow(town):
    def asks():
        return {
            "open": queries_of(selectors.open_sessions),
            "next": queries_of(selectors.next_sessions),
            "base": queries_of(lambda: selectors.sessions_of_base(town.base.pk)),
            "ahead": queries_of(lambda: visits_ahead(town.base.pk)),
            "waiting": queries_of(lambda: waiting_of_base(town.base.pk)),
            "school": queries_of(lambda: lists_of_school([town.school.pk])),
        }

    make_booking(town.session, town.coordinator)
    selectors.open_sessions()
    few = asks()
    for day in range(1, 6):
        session = make_session(town.programme, starts_at=at(20 + day))
        make_booking(session, town.coordinator)
        make_booking(session, make_coordinator())
    assert asks() == few
    assert max(few.values()) <= 4
