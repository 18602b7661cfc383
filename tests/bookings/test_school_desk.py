"""The school's desk by what each booking asks, and the handover when a coordinator leaves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studysites.bookings.models import Booking
from studysites.bookings.services.holds import save_draft
from tests.factories.flow import make_confirmed, make_hold, make_submitted
from tests.factories.school import address, make_offered, make_waiting, text_of
from tests.factories.typed import KEY
from tests.factories.visits import at, make_booking, make_coordinator, make_session, party

DESK = "/desk/school/"


@pytest.fixture
def school(client, town):
    client.force_login(town.user)
    return client


def part(page: str, anchor: str) -> str:
    """Return one group of the desk, empty when it is not there."""
    return page.split(f'id="{anchor}"', 1)[1].split("</section>", 1)[0] if f'id="{anchor}"' in page else ""


def draft_of(town) -> Booking:
    return save_draft(
        actor=town.user, school_id=town.school.pk, session_id=town.session.pk, parties=[], key="d"
    )


def test_bookings_stand_where_they_ask_for_something(school, town):
    other = make_session(town.programme, starts_at=at(33))
    offered = make_offered(town)
    hold = make_hold(other, town.coordinator)
    pending = make_submitted(make_session(town.programme, starts_at=at(34)), town.coordinator)
    full = make_session(town.programme, starts_at=at(36), people=50)
    make_booking(full, make_coordinator())
    waiting = make_waiting(town, full)
    draft = draft_of(town)
    page = text_of(school.get(DESK))
    for found in (offered, hold):
        assert found.reference in part(page, "answers")
        assert found.reference not in part(page, "upcoming")
    assert "候补有了名额" in part(page, "answers")
    assert pending.reference in part(page, "upcoming")
    assert waiting.reference in part(page, "waiting")
    assert draft.reference in part(page, "drafts")


def test_final_numbers_are_asked_for_when_due(school, town):
    booking = make_confirmed(town.staff, town.session, town.coordinator)
    assert booking.reference not in part(text_of(school.get(DESK)), "answers")
    Booking.objects.filter(pk=booking.pk).update(final_numbers_asked_at=timezone.now())
    page = part(text_of(school.get(DESK)), "answers")
    assert "请确认最终人数" in page
    assert address(booking, "numbers") in page


def test_an_empty_desk_and_the_past(school, town):
    assert "还没有将要进行的预约" in text_of(school.get(DESK))
    booking = make_submitted(town.session, town.coordinator)
    Booking.objects.filter(pk=booking.pk).update(status="cancelled")
    assert booking.reference not in text_of(school.get(DESK))
    assert booking.reference in text_of(school.get(f"{DESK}?show=past"))


def test_another_schools_bookings_are_not_there(school, town):
    foreign = make_booking(town.session, make_coordinator())
    assert foreign.reference not in text_of(school.get(DESK))
    assert foreign.reference not in text_of(school.get(f"{DESK}?show=past"))


def test_more_bookings_ask_no_more_of_the_database(school, town):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            school.get(DESK)
        return len(queries)

    make_booking(make_session(town.programme, starts_at=at(20)), town.coordinator)
    asked()
    few = asked()
    for number in range(5):
        session = make_session(town.programme, starts_at=at(30 + number))
        make_booking(session, town.coordinator, parties=[party(f"{number}班")])
    assert asked() == few


def handover() -> str:
    return reverse("bookings:handover")


def test_bookings_are_handed_over_once(school, town):
    leaver, taker = make_coordinator(town.school), town.user
    booking = make_submitted(town.session, leaver)
    page = text_of(school.get(handover()))
    assert f"{leaver.user.get_full_name()}（1 条）" in page
    sent = {"key": KEY, "giver": leaver.user.pk, "taker": taker.pk}
    for _ in range(2):
        assert school.post(handover(), sent).status_code == 302
    booking.refresh_from_db()
    assert booking.requested_by == taker


def test_a_wrong_handover_is_told_and_changes_nothing(school, town):
    booking = make_submitted(town.session, town.coordinator)
    missing = school.post(handover(), {"key": KEY, "giver": "", "taker": ""})
    assert missing.status_code == 422
    same = school.post(handover(), {"key": KEY, "giver": town.user.pk, "taker": town.user.pk})
    assert "同一个人" in text_of(same)
    stranger = make_coordinator().user
    assert (
        school.post(handover(), {"key": KEY, "giver": town.user.pk, "taker": stranger.pk}).status_code == 422
    )
    booking.refresh_from_db()
    assert booking.requested_by == town.user


def test_only_coordinators_hand_over_and_only_their_school(client, town):
    foreign = make_coordinator()
    client.force_login(town.staff)
    assert client.get(handover()).status_code == 404
    client.force_login(foreign.user)
    assert client.get(f"{handover()}?school={town.school.code}").status_code == 404
    assert town.school.name not in text_of(client.get(handover()))
