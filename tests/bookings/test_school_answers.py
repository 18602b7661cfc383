"""What a school answers: places held for it, another date, and its place in the queue."""

import pytest
from django.utils import timezone

from studysites.bookings.enums import BookingStatus
from studysites.bookings.services.changes import give_back
from studysites.bookings.services.moved_offers import offer_move
from studysites.bookings.services.offers import promote_waitlist
from tests.factories.flow import make_submitted
from tests.factories.school import address, make_offered, make_waiting, taken, text_of
from tests.factories.typed import seen
from tests.factories.visits import at, make_booking, make_coordinator, make_session, party


@pytest.fixture
def school(client, town):
    client.force_login(town.user)
    return client


@pytest.mark.parametrize(
    ("answer", "status", "places"),
    [("accept", BookingStatus.PENDING, 42), ("decline", BookingStatus.CANCELLED, 0)],
)
def test_an_offer_is_answered_once(school, town, answer, status, places):
    booking = make_offered(town)
    page = text_of(school.get(address(booking, "offer")))
    assert "保留 <strong>42</strong> 个名额" in page
    sent = seen(booking, answer=answer)
    for _ in range(2):
        assert school.post(address(booking, "offer"), sent).status_code == 302
    booking.refresh_from_db()
    assert booking.status == status
    assert taken(town.session) == places
    assert "没有等您答复" in text_of(
        school.post(address(booking, "offer"), seen(booking, answer=answer), follow=True)
    )


def test_an_answer_without_a_button_is_no_answer(school, town):
    booking = make_offered(town)
    assert school.post(address(booking, "offer"), seen(booking)).status_code == 404
    booking.refresh_from_db()
    assert booking.status == BookingStatus.OFFERED


def test_a_smaller_offer_says_what_to_do_first(school, town):
    rival = make_coordinator()
    full = make_booking(town.session, rival, parties=[party("1班", 110, 8)])
    smaller = make_waiting(town, town.session, min_people=30)
    lower = {full.parties.get().pk: (80, 8)}
    give_back(actor=rival.user, booking_id=full.pk, version=full.version, numbers=lower)
    assert promote_waitlist(town.session.pk, timezone.now()) == 1
    page = text_of(school.get(address(smaller, "offer")))
    assert "把人数减到 32 人以内" in page
    refused = school.post(address(smaller, "offer"), seen(smaller, answer="accept"))
    assert refused.status_code == 422
    assert "少于您现在填写的人数" in text_of(refused)


@pytest.mark.parametrize(("answer", "places"), [("accept", (0, 42)), ("decline", (0, 0))])
def test_a_moved_visit_shows_both_dates_and_is_answered(school, town, answer, places):
    booking = make_submitted(town.session, town.coordinator)
    other = make_session(town.programme, starts_at=at(35))
    offer_move(
        actor=town.staff,
        booking_id=booking.pk,
        version=booking.version,
        session_id=other.pk,
        reason="展厅维修",
    )
    page = text_of(school.get(address(booking, "offer")))
    assert "展厅维修" in page
    assert "新的时间" in page and "原来的时间也为贵校留着" in page
    asked = school.post(address(booking, "offer"), seen(booking, answer="decline"))
    assert "取消这次来访？" in text_of(asked)
    assert (taken(town.session), taken(other)) == (42, 42)
    school.post(address(booking, "offer"), seen(booking, answer=answer, sure="1"))
    assert (taken(town.session), taken(other)) == places


def test_the_queue_is_told_honestly_and_may_be_left(school, town):
    make_booking(town.session, make_coordinator(), parties=[party("1班", 110, 8)])
    make_waiting(town, town.session, make_coordinator())
    booking = make_waiting(town, town.session)
    page = text_of(school.get(address(booking, "detail")))
    assert "前面还有 1 支队伍" in page
    assert "贵校需要 42 个名额，现在空着 2 个" in page
    wrong = school.post(address(booking, "waiting"), seen(booking, min_people=42))
    assert wrong.status_code == 422
    assert "次序照旧" in text_of(wrong)
    assert school.post(address(booking, "waiting"), seen(booking, min_people=30)).status_code == 302
    booking.waitlist_entry.refresh_from_db()
    assert booking.waitlist_entry.min_people == 30
    assert "退出候补" in text_of(school.get(address(booking, "withdraw")))
    left = seen(booking, reason="", reason_code="timetable")
    assert "已取消" in text_of(school.post(address(booking, "withdraw"), left, follow=True))
