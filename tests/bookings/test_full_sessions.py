"""A full session is a door to its queue, never to a booking."""

import pytest

from studysites.bookings.selectors import open_sessions
from tests.factories.visits import at, make_booking, make_session, party

pytestmark = pytest.mark.django_db


def test_full_session_leads_to_its_queue():
    session = make_session(people=50, groups=1, starts_at=at(30))
    make_booking(session, parties=[party("1班", pupils=40, adults=3)])
    row = open_sessions(programme_id=session.programme_id)[0]
    assert (row.state, row.book_url, row.wait_url) == ("full", "", f"/visit/{session.pk}/")


def test_open_session_leads_to_its_form():
    session = make_session(starts_at=at(30))
    row = open_sessions(programme_id=session.programme_id)[0]
    assert (row.state, row.book_url, row.wait_url) == ("open", f"/visit/{session.pk}/", "")


def test_programme_page_shows_the_way_into_the_queue(client):
    session = make_session(people=50, groups=1, starts_at=at(30))
    make_booking(session, parties=[party("1班", pupils=40, adults=3)])
    page = client.get(session.programme.url).content.decode()
    assert f'href="/visit/{session.pk}/">候补' in page
    assert "预约这一场" not in page
