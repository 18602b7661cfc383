"""The today page: who comes, one press for arrivals, counts that agree or say why not, doors."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.organisations.models import Role
from studysites.bookings.models import Assignment, Booking, GateCount, Resource, VisitDetails
from tests.factories.flow import make_confirmed, make_submitted, start_session
from tests.factories.people import OrganisationFactory
from tests.factories.visits import make_coordinator, make_member, make_session, party


@pytest.fixture
def visit(town):
    return make_confirmed(
        town.staff, town.session, town.coordinator, parties=[party("1班"), party("2班", 34, 2)]
    )


@pytest.fixture
def staff(client, town):
    client.force_login(town.staff)
    return client


@pytest.fixture
def arrived(staff, town, visit):
    start_session(town.session, 10)
    press(staff, town, visit, "arrive")
    return visit


def text_of(response) -> str:
    return response.content.decode()


def day_of(town) -> str:
    town.session.refresh_from_db()
    return timezone.localtime(town.session.starts_at).strftime("%Y-%m-%d")


def look(client, town) -> str:
    return text_of(client.get(reverse("bookings:today", args=[town.base.code]), {"day": day_of(town)}))


def press(client, town, booking, act, **values):
    booking.refresh_from_db()
    given = {"booking": booking.pk, "version": booking.version, "token": uuid.uuid4(), "day": day_of(town)}
    return client.post(
        reverse("bookings:today_press", args=[town.base.code, act]), {**given, **values}, follow=True
    )


def count(client, town, one, direction, people, **values):
    given = {"party": one.pk, "direction": direction, "people": people, "nonce": uuid.uuid4().hex}
    return client.post(
        reverse("bookings:today_count", args=[town.base.code]),
        {**given, "day": day_of(town), **values},
        follow=True,
    )


def test_a_day_says_what_each_group_needs(staff, town, visit):
    start_session(town.session, -30)
    VisitDetails.objects.create(
        booking=visit, wheelchair_count=1, allergy_count=2, transport="coach", coach_count=2,
        lunch="packed", lunch_people=78, safety_name="赵老师", safety_phone="0377-63100001",
    )  # fmt: skip
    guide = Resource.objects.create(organisation=town.base, kind="guide", name="讲解一")
    times = {"starts_at": town.session.starts_at, "ends_at": town.session.ends_at}
    Assignment.objects.create(session=town.session, resource=guide, **times)
    page = look(staff, town)
    for words in (
        town.school.name, "tel:0377-63100000", "2 个班", "使用轮椅 1 人，食物过敏 2 人", "自带午餐", "78 人",
        "大巴 2 辆", "赵老师", "讲解员 讲解一", "学校还没有确认最终人数", "登记到达",
    ):  # fmt: skip
        assert words in page
    assert "登记未到" not in page


def test_too_early_says_from_when(staff, town, visit):
    start_session(town.session, -90)
    assert "起可以登记到达" in look(staff, town)
    answer = press(staff, town, visit, "arrive")
    assert "60 分钟" in text_of(answer)
    visit.refresh_from_db()
    assert visit.status == "confirmed"


def test_arrive_count_complete(staff, town, arrived):
    first, second = arrived.parties.order_by("id")
    page = text_of(count(staff, town, first, "in", 42))
    assert "已记下" in page and "42 进 0 出" in page
    count(staff, town, second, "in", 30)
    page = text_of(count(staff, town, second, "out", 28))
    assert "30 进 28 出" in page
    assert "比预约的 36 人少 6 人；还有 2 人没有记离馆" in page
    count(staff, town, first, "out", 42)
    page = text_of(press(staff, town, arrived, "complete"))
    assert "42 进 42 出" in page and "合计 72 进 70 出" in page and "已完成" in page


def test_a_double_press_on_a_count_counts_once(staff, town, arrived):
    one = arrived.parties.first()
    page = look(staff, town)
    nonce = re.search(
        rf'name="party" value="{one.pk}"><input type="hidden" name="nonce" value="([^"]+)"', page
    )[1]
    for _ in range(2):
        count(staff, town, one, "in", 42, nonce=nonce)
    assert GateCount.objects.get().people == 42
    other = text_of(count(staff, town, one, "out", 42, nonce=nonce))
    assert "刷新页面" in other
    assert GateCount.objects.count() == 1


def test_a_double_press_on_arrive_is_no_complaint(staff, town, visit):
    start_session(town.session, 0)
    visit.refresh_from_db()
    same = {"token": uuid.uuid4(), "version": visit.version}
    for _ in range(2):
        assert "已登记到达" in text_of(press(staff, town, visit, "arrive", **same))
    visit.refresh_from_db()
    assert visit.version == same["version"] + 1


def test_stale_press_is_told(staff, town, arrived):
    answer = text_of(press(staff, town, arrived, "arrive", version=1))
    assert "您打开页面之后它有了变化" in answer


@pytest.mark.parametrize("people", ["", "0", "-3", "501", "很多"])
def test_wrong_numbers_are_refused_in_words(staff, town, arrived, people):
    answer = count(staff, town, arrived.parties.first(), "in", people)
    assert "1 到 500 之间" in text_of(answer)
    assert not GateCount.objects.exists()


def test_more_in_than_booked_is_flagged(staff, town, arrived):
    assert "多于预约的" in text_of(count(staff, town, arrived.parties.first(), "in", 45, sure="1"))


def test_more_than_booked_is_asked_first(staff, town, arrived):
    one = arrived.parties.first()
    asked = count(staff, town, one, "in", 500)
    page = text_of(asked)
    assert asked.status_code == 422 and not GateCount.objects.exists()
    assert "预约了 42 人，现在填的是入馆 500 人，还没有记录" in page
    assert "确认入馆 500 人" in page and 'value="500"' in page
    count(staff, town, one, "in", 40)
    assert "里面已有 40 人" in text_of(count(staff, town, one, "in", 3))
    count(staff, town, one, "in", 3, sure="1")
    assert sorted(GateCount.objects.values_list("people", flat=True)) == [3, 40]


def test_a_count_answers_at_its_class_and_the_due_button_stands_out(staff, town, arrived):
    one, other = arrived.parties.order_by("id")
    assert look(staff, town).count('btn-primary" type="submit" name="direction" value="in"') == 2
    answer = count(staff, town, one, "in", 42)
    assert answer.redirect_chain[-1][0].endswith(f"#class-{one.pk}")
    page = text_of(answer)
    row = page[page.index(f'id="class-{one.pk}"') : page.index(f'id="class-{other.pk}"')]
    assert f"已记下：{town.school.name} 七年级 1班 入馆 42 人。" in row
    assert page.count("已记下") == 1
    assert 'btn-primary" type="submit" name="direction" value="out"' in row
    assert "1 到 500 之间" in text_of(count(staff, town, one, "in", "0"))


def test_any_day_may_be_typed(staff, town, visit):
    page = look(staff, town)
    assert f'type="date" name="day" value="{day_of(town)}"' in page
    assert "当天来访</" in page and "当天接待" not in page


def test_undo_takes_the_counts_back(staff, town, arrived):
    count(staff, town, arrived.parties.first(), "in", 42)
    assert "清点的人数也已删除" in text_of(press(staff, town, arrived, "undo"))
    assert not GateCount.objects.exists()


def test_missing_group_and_its_correction(staff, town, visit):
    start_session(town.session, 15)
    assert "登记未到" not in look(staff, town)
    assert "可以迟到 20 分钟" in text_of(press(staff, town, visit, "missing"))
    start_session(town.session, 25)
    assert "团队没有来" in look(staff, town)
    assert "48 小时内可以更正" in text_of(press(staff, town, visit, "missing"))
    assert "更正为来过" in look(staff, town)
    assert "改为“已完成”" in text_of(press(staff, town, visit, "came"))
    Booking.objects.filter(pk=visit.pk).update(
        status="no_show", no_show_at=timezone.now() - timedelta(hours=49)
    )
    assert "更正为来过" not in look(staff, town)


def test_undecided_requests_of_the_day_are_shown_apart(staff, town):
    pending = make_submitted(town.session, town.coordinator)
    start_session(town.session, -30)
    page = look(staff, town)
    assert "还没有定的预约" in page and pending.reference in page
    assert "这一天没有已确认的团队" in page


@pytest.mark.parametrize("day", ["", "morgen", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_a_day_that_is_none_is_today(staff, town, day):
    page = staff.get(reverse("bookings:today", args=[town.base.code]), {"day": day})
    assert page.status_code == 200
    assert "今天来访" in text_of(page)


def test_days_are_linked(staff, town):
    page = text_of(staff.get(reverse("bookings:today", args=[town.base.code])))
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert f"?day={tomorrow:%Y-%m-%d}" in page


@pytest.mark.parametrize("who", ["school", "other_base", "officer"])
def test_strangers_find_nothing(client, town, visit, who):
    start_session(town.session, 0)
    users = {
        "school": lambda: town.user,
        "other_base": lambda: make_member(Role.BASE_MANAGER, OrganisationFactory()),
        "officer": lambda: make_member(Role.OFFICER, OrganisationFactory(kind="bureau")),
    }
    client.force_login(users[who]())
    assert client.get(reverse("bookings:today", args=[town.base.code])).status_code == 404
    for act in ("arrive", "undo", "complete", "missing", "came"):
        assert press(client, town, visit, act).status_code == 404
    assert count(client, town, visit.parties.first(), "in", 5).status_code == 404
    visit.refresh_from_db()
    assert visit.status == "confirmed"


def test_another_bases_visit_cannot_be_pressed_from_the_own_page(client, town, visit):
    start_session(town.session, 0)
    own = OrganisationFactory()
    client.force_login(make_member(Role.BASE_STAFF, own))
    given = {"booking": visit.pk, "version": visit.version, "token": uuid.uuid4()}
    assert client.post(reverse("bookings:today_press", args=[own.code, "arrive"]), given).status_code == 404
    one = {"party": visit.parties.first().pk, "direction": "in", "people": 3, "nonce": "n"}
    assert client.post(reverse("bookings:today_count", args=[own.code]), one).status_code == 404
    assert client.post(reverse("bookings:today_press", args=[own.code, "fly"]), given).status_code == 404
    assert not GateCount.objects.exists()


def test_visitors_sign_in_first(client, town):
    assert client.get(reverse("bookings:today", args=[town.base.code])).status_code == 302


def test_number_of_queries_does_not_grow(staff, town, visit):
    start_session(town.session, 0)
    look(staff, town)
    with CaptureQueriesContext(connection) as first:
        look(staff, town)
    for number in range(4):
        session = make_session(town.programme)
        make_confirmed(town.staff, session, make_coordinator())
        start_session(session, number + 1)
    with CaptureQueriesContext(connection) as second:
        page = look(staff, town)
    assert page.count('id="visit-') == 5
    assert len(second) == len(first)
