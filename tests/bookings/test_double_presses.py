"""A button pressed twice: the second press gets the first answer, a stale page the fresh state."""

import re
import uuid

import pytest
from django.urls import reverse

from studysites.bookings.models import Offer
from tests.factories.visits import at, make_booking, make_coordinator, make_session

KEY = re.compile(r'name="key"[^>]*value="([0-9a-f-]{36})"')
STALE = "没有执行"


@pytest.fixture
def base(client, town):
    client.force_login(town.manager)
    return client


@pytest.fixture
def booking(town):
    return make_booking(town.session, town.coordinator)


def text_of(response) -> str:
    return response.content.decode()


def address(act, booking) -> str:
    return reverse(f"bookings:{act}", args=[booking.reference])


def press_twice(client, page, target, **typed):
    """Take the key of a rendered page and send its form twice; return both answers."""
    sent = {"version": 1, "key": KEY.search(text_of(client.get(page)))[1], **typed}
    return [client.post(target, sent, follow=True) for _ in range(2)]


def assert_answered_alike(answers, words):
    first, second = answers
    assert first.redirect_chain == second.redirect_chain != []
    for answer in answers:
        assert words in text_of(answer)
        assert STALE not in text_of(answer)


@pytest.mark.parametrize("place", ["desk", "detail", "confirm"])
def test_confirming_twice_confirms_once(base, town, booking, place):
    pages = {"desk": reverse("bookings:base_desk", args=[town.base.code])}
    page = pages.get(place) or address(place, booking)
    assert_answered_alike(press_twice(base, page, address("confirm", booking)), "已确认")
    booking.refresh_from_db()
    assert (booking.status, booking.version) == ("confirmed", 2)


@pytest.mark.parametrize(("act", "words"), [("decline", "已婉拒"), ("withdraw", "预约已取消")])
def test_ending_twice_ends_once(base, booking, act, words):
    page = address(act, booking)
    assert_answered_alike(press_twice(base, page, page, reason="讲解员不足"), words)
    booking.refresh_from_db()
    assert booking.version == 2


def test_moving_twice_offers_once(base, town, booking):
    target = make_session(town.programme, starts_at=at(35))
    page = address("move", booking)
    answers = press_twice(base, page, page, session=target.pk, reason="展厅检修")
    assert_answered_alike(answers, "已请学校改期")
    assert Offer.objects.count() == 1


def test_one_desk_page_confirms_several_bookings(base, town, booking):
    other = make_booking(town.session, make_coordinator())
    key = KEY.search(text_of(base.get(reverse("bookings:base_desk", args=[town.base.code]))))[1]
    for one in (booking, other):
        base.post(address("confirm", one), {"version": 1, "key": key})
        one.refresh_from_db()
        assert one.status == "confirmed"


def test_another_page_of_the_same_state_is_stale(base, town, booking):
    target = make_session(town.programme, starts_at=at(35))
    base.post(address("confirm", booking), {"version": 1, "key": uuid.uuid4()})
    for act in ("confirm", "decline", "withdraw", "move"):
        sent = {"version": 1, "key": uuid.uuid4(), "reason": "展厅检修", "session": target.pk}
        late = base.post(address(act, booking), sent, follow=True)
        assert late.redirect_chain[-1][0] == address("detail", booking)
        assert STALE in text_of(late)
