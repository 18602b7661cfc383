"""A day at two bases in the browser: the day, the classes, the submission, the choice about a half."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.organisations.models import Role
from studysites.bookings.enums import BookingStatus
from studysites.bookings.models import Booking, TravelTime, Trip
from studysites.bookings.services import confirm_booking
from tests.factories.journeys import KEY, classes_url, day_url, held, press, taken, text_of, typed
from tests.factories.people import UserFactory
from tests.factories.trips import make_day
from tests.factories.visits import at, make_booking, make_coordinator, make_member, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def school(client, coordinator):
    client.force_login(coordinator.user)
    return client


def test_day_says_what_joins_and_how_long_the_way_is(school, day):
    page = text_of(school.get(day_url(day)))
    assert "路上约 30 分钟，中间空 3 小时 30 分钟" in page
    assert classes_url(day) in page
    assert classes_url(day[::-1]) not in page


def test_days_that_work_are_offered_before_one_is_chosen(school, day):
    page = text_of(school.get(reverse("bookings:trip_day")))
    assert f"?date={timezone.localdate(day[0].starts_at)}&amp;people=45" in page


def test_a_day_without_room_offers_nothing(school, day):
    make_booking(day[1])
    page = text_of(school.get(day_url(day)))
    assert "这一天没有连得起来的场次" in page
    assert "近期没有连得起来的场次" in page


def test_without_any_way_the_page_says_what_is_missing(school, day):
    TravelTime.objects.all().delete()
    assert "还没有录入任何两个基地之间的路程时间" in text_of(school.get(day_url(day)))


@pytest.mark.parametrize(
    "query", ["date=2026-13-45", "date=x&people=y", "date=2026-12-01&people=0", "people="]
)
def test_a_forged_day_is_no_error(school, day, query):
    assert school.get(f"{reverse('bookings:trip_day')}?{query}").status_code == 200


def test_day_asks_a_constant_number_of_queries(school, day, django_assert_max_num_queries):
    for hour in (16, 17, 18):
        make_session(day[1].programme, starts_at=at(30, hour=hour))
    school.get(day_url(day))
    with django_assert_max_num_queries(24):
        school.get(day_url(day))


def test_both_are_held_by_one_press_and_a_second_holds_nothing_more(school, coordinator, day):
    for _ in range(2):
        answer = school.post(classes_url(day), typed(coordinator))
        trip = Trip.objects.get()
        assert answer["Location"] == reverse("bookings:trip", args=[trip.pk])
    assert taken(*day) == [42, 42]
    page = text_of(school.get(answer["Location"]))
    assert "两馆的名额都为您保留到" in page
    assert "提交两馆的申请" in page


def test_another_row_keeps_what_was_typed(school, coordinator, day):
    page = text_of(school.post(classes_url(day), typed(coordinator, "add_row")))
    assert "第 2 个班" in page
    for kept in (KEY, 'value="1班"', 'value="40"'):
        assert kept in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"party-0-pupils": ""}, "请填写学生人数"),
        ({"party-0-pupils": "300"}, "最多 120 人"),
        ({"party-TOTAL_FORMS": "0"}, "至少填写一个班级"),
    ],
)
def test_refusals_keep_the_form_and_hold_nothing(school, coordinator, day, changes, words):
    answer = school.post(classes_url(day), typed(coordinator, **changes))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert taken(*day) == [0, 0]


def test_one_full_base_holds_none_and_names_the_way_out(school, coordinator, day):
    make_booking(day[1])
    answer = school.post(classes_url(day), typed(coordinator))
    assert answer.status_code == 422
    assert "两馆都没有占位" in text_of(answer)
    assert "看这一天别的两场" in text_of(answer)
    assert taken(*day) == [0, 42]


def test_two_that_do_not_join_lead_back_to_the_day(school, coordinator, day):
    TravelTime.objects.update(minutes=211)
    answer = school.get(classes_url(day), follow=True)
    assert "不能连成一日" in text_of(answer)
    refused = school.post(classes_url(day), typed(coordinator))
    assert "来不及" in text_of(refused)
    assert school.get(reverse("bookings:trip_classes", args=[day[0].pk, 999999])).status_code == 404


def test_both_are_sent_by_one_press_and_twice_is_once(school, coordinator, day):
    trip = held(school, coordinator, day)
    for _ in range(2):
        assert "两馆的申请都已提交" in text_of(press(school, trip, "submit"))
    assert set(trip.bookings.values_list("status", flat=True)) == {BookingStatus.PENDING}
    assert set(trip.bookings.values_list("note", flat=True)) == {"请走南门"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"contact_phone": ""}, "请填写联系电话"), ({"note": "13800138000 13900139000"}, "名单")],
)
def test_a_wrong_contact_keeps_the_holds_and_the_text(school, coordinator, day, changes, words):
    trip = held(school, coordinator, day)
    answer = press(school, trip, "submit", **changes)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert "李老师" in text_of(answer)
    assert set(trip.bookings.values_list("status", flat=True)) == {BookingStatus.HELD}


def test_missing_adults_are_told_before_and_at_the_submission(school, coordinator, day):
    school.post(classes_url(day), typed(coordinator, **{"party-0-adults": "1"}))
    trip = Trip.objects.get()
    page = text_of(school.get(reverse("bookings:trip", args=[trip.pk])))
    assert "成人不够时不能提交" in page
    answer = press(school, trip, "submit")
    assert answer.status_code == 422
    assert "两馆的占位仍为您保留到" in text_of(answer)


def test_both_holds_are_extended_once_and_the_text_stays(school, coordinator, day):
    trip = held(school, coordinator, day)
    ends = {booking.pk: booking.hold_expires_at for booking in trip.bookings.all()}
    answer = press(school, trip, "extend", version="1")
    assert "延长 30 分钟" in text_of(answer)
    assert "请走南门" in text_of(answer)
    for booking in trip.bookings.all():
        assert booking.hold_expires_at == ends[booking.pk] + timedelta(minutes=30)
    again = press(school, trip, "extend", version="2", key="5b0c1a52-6b53-4a5e-9d5c-3d3a2f6b8f12")
    assert "只能延长一次" in text_of(again)


def test_a_hold_that_ran_out_says_so_and_leads_back(school, coordinator, day):
    trip = held(school, coordinator, day)
    Booking.objects.update(hold_expires_at=timezone.now())
    page = text_of(school.get(reverse("bookings:trip", args=[trip.pk])))
    assert "占位已到期" in page
    assert "重新选两个场次" in page
    assert "占位" in text_of(press(school, trip, "submit"))
    assert not Booking.objects.filter(status=BookingStatus.PENDING).exists()


@pytest.mark.parametrize("sent", [False, True])
def test_cancel_asks_once_and_frees_both(school, coordinator, day, sent):
    trip = held(school, coordinator, day)
    if sent:
        press(school, trip, "submit")
    url = reverse("bookings:trip_cancel", args=[trip.pk])
    question = school.get(url)
    assert "名额立即放回" in text_of(question)
    for _ in range(2):
        answer = school.post(url, {"key": KEY, "reason": "", "reason_code": ""}, follow=True)
        assert "名额已放回" in text_of(answer)
    assert taken(*day) == [0, 0]
    assert school.get(url).status_code == 302
    assert "重新选两个场次" in text_of(answer)


def test_cancel_with_personal_data_comes_back_with_the_text(school, coordinator, day):
    trip = held(school, coordinator, day)
    press(school, trip, "submit")
    reason = "13800138000 13900139000"
    answer = school.post(reverse("bookings:trip_cancel", args=[trip.pk]), {"key": KEY, "reason": reason})
    assert answer.status_code == 422
    assert reason in text_of(answer)
    assert taken(*day) == [42, 42]


def test_each_base_answers_for_itself(school, coordinator, day):
    trip = held(school, coordinator, day)
    press(school, trip, "submit")
    first = trip.bookings.get(session=day[0])
    staff = make_member(Role.BASE_STAFF, day[0].organisation)
    confirm_booking(actor=staff, booking_id=first.pk, version=first.version)
    page = text_of(school.get(reverse("bookings:trip", args=[trip.pk])))
    for words in ("两馆各自确认", "已确认", "待基地确认"):
        assert words in page


def test_doors(client, coordinator, day, school):
    trip = held(school, coordinator, day)
    urls = [reverse(f"bookings:{name}", args=[trip.pk]) for name in ("trip", "trip_cancel")]
    client.force_login(make_coordinator().user)
    assert [client.get(url).status_code for url in urls] == [404, 404]
    assert [client.post(url, {"action": "submit", "key": KEY}).status_code for url in urls] == [404, 404]
    client.force_login(UserFactory())
    assert "关联您的学校" in text_of(client.get(classes_url(day)))
    assert "关联您的学校" in text_of(client.get(reverse("bookings:trip_day")))
    client.logout()
    for url in (*urls, classes_url(day), reverse("bookings:trip_day")):
        assert "/account/login/" in client.get(url)["Location"]
    assert taken(*day) == [42, 42]


def test_unknown_buttons_and_missing_keys_change_nothing(school, coordinator, day):
    trip = held(school, coordinator, day)
    press(school, trip, "explode")
    press(school, trip, "submit", key="")
    assert set(trip.bookings.values_list("status", flat=True)) == {BookingStatus.HELD}
