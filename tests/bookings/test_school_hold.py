"""A running hold in the browser: its clock, the contact, the submission, and its end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from studysites.bookings.enums import BookingStatus
from tests.factories.flow import end_hold, make_hold
from tests.factories.school import address, one_class, taken, text_of
from tests.factories.typed import KEY, seen, typed_contact
from tests.factories.visits import party


@pytest.fixture
def school(client, town):
    client.force_login(town.user)
    return client


def test_a_hold_shows_its_clock_extends_once_and_keeps_what_was_typed(school, town):
    hold = make_hold(town.session, town.coordinator)
    page = text_of(school.get(address(hold, "hold")))
    assert timezone.localtime(hold.hold_expires_at).strftime("%H:%M") in page
    assert "再保留 30 分钟" in page
    longer = school.post(address(hold, "hold"), seen(hold, action="extend", **typed_contact(note="请走东门")))
    hold.refresh_from_db()
    assert longer.status_code == 200
    assert timezone.localtime(hold.hold_expires_at).strftime("%H:%M") in text_of(longer)
    assert "请走东门" in text_of(longer)
    assert "再保留 30 分钟" not in text_of(longer)
    again = school.post(address(hold, "hold"), seen(hold, action="extend", **typed_contact(note="请走东门")))
    assert again.status_code == 422
    assert "只能延长一次" in text_of(again)
    assert "请走东门" in text_of(again)


def test_too_few_adults_are_told_before_and_at_the_submission(school, town):
    hold = make_hold(town.session, town.coordinator, parties=[party("1班", 41, 2)])
    assert "还差 1 位" in text_of(school.get(address(hold, "hold")))
    refused = school.post(address(hold, "hold"), seen(hold, action="submit", **typed_contact()))
    assert refused.status_code == 422
    assert "还差 1 位" in text_of(refused)
    assert "仍为您保留到" in text_of(refused)
    assert "请走南门" in text_of(refused)
    changed = {**seen(hold), **one_class(41, 3)}
    assert school.post(address(hold, "classes"), changed).status_code == 302
    sent = school.post(address(hold, "hold"), seen(hold, action="submit", **typed_contact()))
    assert sent.url == address(hold, "done")


@pytest.mark.parametrize(
    ("contact", "sentence"),
    [
        ({"contact_phone": "12"}, "11 位手机号"),
        ({"contact_name": ""}, "请填写带队联系人"),
        ({"note": "字" * 10_000}, "300"),
        ({"note": "名单 13800138000 13900139000"}, "不收集"),
    ],
)
def test_a_wrong_contact_keeps_the_hold_and_the_text(school, town, contact, sentence):
    hold = make_hold(town.session, town.coordinator)
    page = school.post(address(hold, "hold"), seen(hold, action="submit", **typed_contact(**contact)))
    assert page.status_code == 422
    assert sentence in text_of(page)
    hold.refresh_from_db()
    assert hold.status == BookingStatus.HELD


def test_an_ended_hold_says_so_and_starts_over_with_the_same_classes(school, town):
    hold = end_hold(make_hold(town.session, town.coordinator), timezone.now() - timedelta(minutes=1))
    assert school.get(address(hold, "hold")).url == address(hold, "detail")
    late = school.post(address(hold, "hold"), seen(hold, action="submit", **typed_contact()), follow=True)
    assert "占位已" in text_of(late)
    assert "用同样的班级重新预约" in text_of(late)
    assert taken(town.session) == 0


def test_two_tabs_submit_once_and_a_double_click_gets_the_same_page(school, town):
    hold = make_hold(town.session, town.coordinator)
    sent = seen(hold, action="submit", **typed_contact())
    answers = [school.post(address(hold, "hold"), sent).url for _ in range(2)]
    assert answers == [address(hold, "done")] * 2
    second_tab = {**sent, "key": KEY}
    stale = school.post(address(hold, "hold"), second_tab, follow=True)
    assert "您打开页面之后它有了变化" in text_of(stale)
    hold.refresh_from_db()
    assert (hold.status, hold.version) == (BookingStatus.PENDING, 2)


def test_giving_up_asks_once_and_frees_the_places(school, town):
    hold = make_hold(town.session, town.coordinator)
    assert "立即放回" in text_of(school.get(address(hold, "give_up")))
    assert "占位已放弃" in text_of(school.post(address(hold, "give_up"), seen(hold), follow=True))
    assert taken(town.session) == 0
