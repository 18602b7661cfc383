"""What a school does about a booking under way: each page's form, its refusals, a repeat and two tabs."""

import pytest

from studysites.bookings.enums import BookingStatus, ResourceKind
from studysites.bookings.models import Allocation, CapacityBucket, VisitDetails
from studysites.bookings.services.decisions import confirm_booking
from tests.factories.flow import make_confirmed, make_submitted, start_session
from tests.factories.inventory import make_resource
from tests.factories.school import address, one_class, taken, text_of
from tests.factories.typed import KEY, seen
from tests.factories.visits import at, make_coordinator, make_session, party

PAGES = (
    "hold", "give_up", "classes", "details", "give_back", "date", "offer", "numbers", "deputy", "waiting",
)  # fmt: skip


@pytest.fixture
def school(client, town):
    client.force_login(town.user)
    return client


@pytest.mark.parametrize("name", PAGES)
def test_other_schools_and_the_base_open_none_of_these_pages(client, town, name):
    booking = make_submitted(town.session, town.coordinator)
    before = (booking.status, booking.version)
    for stranger in (make_coordinator().user, town.staff, town.manager):
        client.force_login(stranger)
        assert client.get(address(booking, name)).status_code == 404
        assert client.post(address(booking, name), seen(booking, answer="accept")).status_code == 404
    client.logout()
    assert client.get(address(booking, name)).status_code == 302
    booking.refresh_from_db()
    assert (booking.status, booking.version) == before


@pytest.mark.parametrize("name", ["hold", "give_up", "offer", "numbers", "waiting"])
def test_what_the_state_does_not_offer_leads_back(school, town, name):
    booking = make_submitted(town.session, town.coordinator)
    assert school.get(address(booking, name)).url == address(booking, "detail")


def test_classes_are_changed_and_a_refusal_keeps_the_rows(school, town):
    booking = make_submitted(town.session, town.coordinator)
    page = school.get(address(booking, "classes"))
    assert 'value="40"' in text_of(page)
    row = school.post(address(booking, "classes"), {**seen(booking), **one_class(), "action": "add_row"})
    assert "第 2 个班" in text_of(row)
    short = school.post(address(booking, "classes"), {**seen(booking), **one_class(60, 2)})
    assert short.status_code == 422
    assert "还差 1 位" in text_of(short)
    assert 'value="60"' in text_of(short)
    CapacityBucket.objects.filter(session=town.session, unit="people").update(capacity=50)
    full = school.post(address(booking, "classes"), {**seen(booking), **one_class(60, 3)})
    assert "原来的名额仍为您保留" in text_of(full)
    assert taken(town.session) == 42
    done = school.post(address(booking, "classes"), {**seen(booking), **one_class(44, 3)}, follow=True)
    assert "已保存" in text_of(done)
    assert taken(town.session) == 47


def test_a_second_tab_changes_no_classes(school, town):
    booking = make_submitted(town.session, town.coordinator)
    stale = seen(booking)
    school.post(address(booking, "classes"), {**seen(booking), **one_class(44, 3)})
    answer = school.post(address(booking, "classes"), {**stale, **one_class(20, 1)}, follow=True)
    assert "刚才的操作没有执行" in text_of(answer)
    assert taken(town.session) == 47


def test_places_are_given_back_in_one_press_and_only_downwards(school, town):
    booking = make_submitted(town.session, town.coordinator, parties=[party("1班"), party("2班")])
    first, second = booking.parties.all()
    numbers = {
        f"pupils-{first.pk}": 30, f"adults-{first.pk}": 2, f"pupils-{second.pk}": 0, f"adults-{second.pk}": 0,
    }  # fmt: skip
    more = {**numbers, f"pupils-{first.pk}": 41}
    refused = school.post(address(booking, "give_back"), seen(booking, **more))
    assert refused.status_code == 422
    assert "只能减少人数" in text_of(refused)
    assert 'value="41"' in text_of(refused)
    sent = seen(booking, **numbers)
    for _ in range(2):
        assert school.post(address(booking, "give_back"), sent).status_code == 302
    assert taken(town.session) == 32
    assert booking.parties.count() == 1
    nothing = {f"pupils-{first.pk}": 0, f"adults-{first.pk}": 0}
    assert "没有人来访" in text_of(school.post(address(booking, "give_back"), seen(booking, **nothing)))


def test_another_date_is_chosen_among_those_that_fit(school, town):
    booking = make_submitted(town.session, town.coordinator)
    fits = make_session(town.programme, starts_at=at(30))
    small = make_session(town.programme, starts_at=at(31), people=41)
    near = make_session(town.programme, starts_at=at(1))
    elsewhere = make_session(starts_at=at(32))
    page = text_of(school.get(address(booking, "date")))
    assert f'value="{fits.pk}"' in page
    for other in (small, near, elsewhere, town.session):
        assert f'name="session" value="{other.pk}"' not in page
    nothing = school.post(address(booking, "date"), seen(booking))
    assert "请选择一个新的时间" in text_of(nothing)
    foreign = school.post(address(booking, "date"), seen(booking, session=elsewhere.pk))
    assert "同一个基地" in text_of(foreign)
    sent = seen(booking, session=fits.pk)
    for _ in range(2):
        assert school.post(address(booking, "date"), sent).url == address(booking, "detail")
    assert (taken(town.session), taken(fits)) == (0, 42)


def test_without_another_session_the_page_says_what_to_do(school, town):
    booking = make_submitted(town.session, town.coordinator)
    assert "没有装得下的场次" in text_of(school.get(address(booking, "date")))


def test_final_numbers_are_confirmed_once(school, town):
    booking = make_confirmed(town.staff, town.session, town.coordinator)
    assert "人数就是这些" in text_of(school.get(address(booking, "numbers")))
    sent = seen(booking)
    for _ in range(2):
        assert school.post(address(booking, "numbers"), sent).status_code == 302
    page = text_of(school.get(address(booking, "detail")))
    assert "最终人数已于" in page
    assert address(booking, "numbers") not in page


def test_a_cancellation_names_its_category(school, town):
    booking = make_submitted(town.session, town.coordinator)
    sent = seen(booking, reason_code="transport", reason="车辆检修")
    for _ in range(2):
        page = school.post(address(booking, "withdraw"), sent, follow=True)
    booking.refresh_from_db()
    assert (booking.reason_code, booking.reason) == ("transport", "车辆检修")
    assert "交通原因" in text_of(page)


def test_the_base_owes_a_reason_and_uses_the_same_page(client, town):
    booking = make_submitted(town.session, town.coordinator)
    client.force_login(town.staff)
    assert client.post(address(booking, "withdraw"), seen(booking, reason="")).status_code == 422
    client.post(address(booking, "withdraw"), seen(booking, reason="停电", reason_code="base_closed"))
    booking.refresh_from_db()
    assert (booking.status, booking.cancelled_by) == (BookingStatus.CANCELLED, "base")


def test_a_deputy_is_another_coordinator_of_the_school(school, town):
    booking = make_submitted(town.session, town.coordinator)
    assert "还没有另一位联络员" in text_of(school.get(address(booking, "deputy")))
    other = make_coordinator(town.school).user
    stranger = make_coordinator().user
    assert school.post(address(booking, "deputy"), seen(booking, deputy=stranger.pk)).status_code == 422
    assert school.post(address(booking, "deputy"), seen(booking, deputy=other.pk)).status_code == 302
    assert other.get_full_name() in text_of(school.get(address(booking, "detail")))
    school.post(address(booking, "deputy"), seen(booking, deputy=""))
    booking.refresh_from_db()
    assert booking.deputy_id is None


def test_details_are_told_shown_and_refused_in_words(school, town):
    hall = make_resource(town.base, ResourceKind.LUNCH, "一楼餐区", 60)
    booking = make_confirmed(town.staff, town.session, town.coordinator)
    page = text_of(school.get(address(booking, "details")))
    assert "一楼餐区 12:00–12:30，还有 60 座" in page
    told = {
        "safety_name": "王老师", "transport": "walk", "lunch": "packed", "lunch_slot": f"{hall.pk}@1200",
        "lunch_people": "42", "allergy_count": "2", "consent_sent": "40", "consent_returned": "39",
    }  # fmt: skip
    refused = school.post(address(booking, "details"), seen(booking, **{**told, "lunch_people": "43"}))
    assert refused.status_code == 422
    assert "这个团队共 42 人" in text_of(refused)
    assert "王老师" in text_of(refused)
    sent = seen(booking, **told)
    for _ in range(2):
        assert school.post(address(booking, "details"), sent).status_code == 302
    shown = text_of(school.get(address(booking, "detail")))
    assert "发出 40 份，收回同意回执 39 份" in shown
    assert "一楼餐区" in shown
    assert f'value="{hall.pk}@1200" selected' in text_of(school.get(address(booking, "details")))
    assert Allocation.objects.filter(bucket__resource=hall, released_at=None).get().quantity == 42
    stale = {**sent, "version": 1, "key": KEY}
    assert "刚才的操作没有执行" in text_of(school.post(address(booking, "details"), stale, follow=True))
    assert VisitDetails.objects.get().consent_returned == 39


def test_the_page_of_a_booking_tells_dates_and_history_without_names(school, town):
    booking = make_confirmed(town.staff, town.session, town.coordinator)
    confirm_text = text_of(school.get(address(booking, "detail")))
    for words in ("最晚增加人数或改期", "最晚确认人数", "学校占了名额", "学校提交了申请", "基地确认了来访"):
        assert words in confirm_text
    history = confirm_text.split("办理经过", 1)[1].split("</ol>", 1)[0]
    assert "李老师" not in history
    assert town.staff.get_full_name() not in history


def test_nothing_may_be_done_once_the_visit_has_begun(school, town):
    booking = make_confirmed(town.staff, town.session, town.coordinator)
    start_session(town.session, 1)
    assert "可以办理" not in text_of(school.get(address(booking, "detail")))
    answer = school.post(address(booking, "numbers"), seen(booking), follow=True)
    assert "已经开始" in text_of(answer)


def test_the_page_asks_the_database_a_bounded_number_of_times(school, town, django_assert_max_num_queries):
    booking = make_submitted(
        town.session, town.coordinator, parties=[party(f"{number}班", 10, 1) for number in range(4)]
    )
    confirm_booking(actor=town.staff, booking_id=booking.pk, version=booking.version)
    with django_assert_max_num_queries(40):
        school.get(address(booking, "detail"))
