"""A whole grade in the browser: list the classes, look at the proposal, send it, read what was taken."""

import re

import pytest
from django.urls import reverse

from studysites.bookings.models import Booking, CapacityBucket, GradePlan
from tests.factories.pages import make_programme
from tests.factories.people import UserFactory
from tests.factories.visits import at, make_booking, make_coordinator, make_grade, make_session

KEY = "7b0c1a52-6b53-4a5e-9d5c-3d3a2f6b8f11"
CONTACT = {"contact_name": "李老师", "contact_phone": "0377-63100000", "note": "请走南门"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def sessions():
    """Three days with room for 110 people each."""
    programme = make_programme()
    return [make_session(programme, starts_at=at(30 + day), people=110, groups=4) for day in range(3)]


@pytest.fixture
def coordinator():
    make_grade()
    return make_coordinator()


@pytest.fixture
def school(client, coordinator):
    client.force_login(coordinator.user)
    return client


def text_of(response) -> str:
    return response.content.decode()


def url_of(sessions) -> str:
    return reverse("bookings:grade_plan", args=[sessions[0].programme_id])


def classes(*chosen, pupils: int = 50, adults: int = 3) -> dict:
    """One class for each session id; an empty one has no session yet."""
    typed = {"class-TOTAL_FORMS": str(len(chosen)), "class-INITIAL_FORMS": "0"}
    for number, session in enumerate(chosen):
        typed |= {
            f"class-{number}-label": f"{number + 1}班",
            f"class-{number}-pupils": str(pupils),
            f"class-{number}-adults": str(adults),
            f"class-{number}-session": str(getattr(session, "pk", session)),
        }
    return typed


def press(school, coordinator, sessions, action: str, rows: dict, **values):
    typed = {
        "action": action,
        "key": KEY,
        "school": coordinator.school_id,
        "grade": make_grade().pk,
        "mode": "all",
        **CONTACT,
        **rows,
        **values,
    }
    return school.post(url_of(sessions), typed)


def chosen_in(page: str) -> list[str]:
    """Return the chosen session of every class, in order."""
    selects = re.findall(r'<select name="class-\d+-session".*?</select>', page, re.S)
    return [(re.findall(r'value="(\d*)" selected', select) or [""])[0] for select in selects]


def taken(sessions):
    rows = CapacityBucket.objects.filter(unit="people")
    return [rows.get(session=session).taken for session in sessions]


def test_programmes_with_sessions_are_offered(school, sessions):
    make_programme(title="没有场次的课程")
    page = text_of(school.get(reverse("bookings:grade_programmes")))
    assert url_of(sessions) in page
    assert "3 个场次可以预约" in page
    assert "没有场次的课程" not in page


def test_first_page_has_rows_and_the_programmes_grades(school, sessions):
    other = make_grade("g08", "八年级")
    sessions[0].programme.grades.add(other)
    sessions[0].programme.save()
    page = text_of(school.get(url_of(sessions)))
    assert page.count('name="class-') >= 12
    assert "八年级" in page
    assert "七年级" not in page


def test_classes_are_listed_at_one_press(school, coordinator, sessions):
    rows = classes("", "")
    answer = press(school, coordinator, sessions, "fill", rows, count="10", pupils="48", adults="3")
    page = text_of(answer)
    assert 'value="10班"' in page
    assert page.count('value="48"') == 11
    for kept in (KEY, 'name="contact_name" value="李老师"'):
        assert kept in page


@pytest.mark.parametrize("count", ["", "0", "²", "9" * 5000])
def test_a_forged_number_of_classes_is_no_error(school, coordinator, sessions, count):
    answer = press(school, coordinator, sessions, "fill", classes(""), count=count)
    assert answer.status_code == 200
    assert 'value="1班"' in text_of(answer)


def test_rows_are_added_up_to_twenty_four(school, coordinator, sessions):
    page = text_of(press(school, coordinator, sessions, "add_row", classes("", "")))
    assert 'name="class-2-label"' in page
    full = classes(*[""] * 24)
    page = text_of(press(school, coordinator, sessions, "add_row", {**full, "class-TOTAL_FORMS": "400"}))
    assert 'name="class-24-label"' not in page
    assert "再加一个班" not in page


def test_proposal_fills_the_earliest_days_and_can_be_changed(school, coordinator, sessions):
    page = text_of(press(school, coordinator, sessions, "propose", classes("", "", "", "", "")))
    first, second, third = (str(session.pk) for session in sessions)
    assert chosen_in(page) == [first, first, second, second, third]
    assert "2 个班 106 人、4 组" in page
    changed = classes(sessions[0], sessions[0], sessions[0], "", sessions[2])
    page = text_of(press(school, coordinator, sessions, "check", changed))
    assert chosen_in(page) == [first, first, first, "", third]
    assert "名额不够：余 110 人 4 组" in page
    assert "有场次还安排不下" in page
    assert "这些班还没有场次" in page
    assert "李老师" in page
    assert not Booking.objects.exists()


def test_back_to_the_classes_keeps_everything(school, coordinator, sessions):
    page = text_of(press(school, coordinator, sessions, "edit", classes(sessions[0])))
    for kept in ('value="1班"', 'value="50"', "请走南门", KEY):
        assert kept in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"class-0-pupils": ""}, "请填写学生人数"),
        ({"class-TOTAL_FORMS": "0"}, "至少填写一个班级"),
        ({"grade": ""}, "请选择年级"),
        ({"class-0-pupils": "9999"}, "500"),
    ],
)
@pytest.mark.parametrize("action", ["propose", "check", "submit"])
def test_wrong_classes_come_back_with_what_was_typed(school, coordinator, sessions, action, changes, words):
    answer = press(school, coordinator, sessions, action, classes(""), **changes)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert "李老师" in text_of(answer)


def test_the_whole_grade_is_sent_and_twice_is_once(school, coordinator, sessions):
    rows = classes(sessions[0], sessions[0], sessions[1])
    for _ in range(2):
        answer = press(school, coordinator, sessions, "submit", rows)
        plan = GradePlan.objects.get()
        assert answer["Location"] == reverse("bookings:plan", args=[plan.pk])
    assert taken(sessions) == [106, 53, 0]
    page = text_of(school.get(answer["Location"]))
    assert "下面的场次都已提交" in page
    assert "1班、2班" in page
    for booking in plan.bookings.all():
        assert booking.reference in page


def test_all_or_nothing_takes_nothing_when_one_day_is_full(school, coordinator, sessions):
    make_booking(sessions[1])
    rows = classes(sessions[0], sessions[0], sessions[1], sessions[1])
    answer = press(school, coordinator, sessions, "submit", rows)
    assert answer.status_code == 422
    assert "整个年级都没有提交" in text_of(answer)
    assert chosen_in(text_of(answer)) == [
        str(session.pk) for session in (sessions[0],) * 2 + (sessions[1],) * 2
    ]
    assert taken(sessions) == [0, 42, 0]


def test_what_fits_is_taken_and_the_rest_listed_with_reasons(school, coordinator, sessions):
    make_booking(sessions[1])
    rows = classes(sessions[0], sessions[0], sessions[1], sessions[1], "")
    for _ in range(2):
        answer = press(school, coordinator, sessions, "submit", rows, mode="listed")
    assert taken(sessions) == [106, 42, 0]
    page = text_of(school.get(answer["Location"]))
    assert "约上了一部分" in page
    left = page.split('id="left"')[1]
    for words in ("3班、4班", "余下的名额不够", "5班", "没有安排场次"):
        assert words in left
    assert "1班" in page.split('id="left"')[0]


def test_nothing_taken_at_all_comes_back_with_the_reasons(school, coordinator, sessions):
    make_booking(sessions[0])
    answer = press(school, coordinator, sessions, "submit", classes(sessions[0], sessions[0]), mode="listed")
    assert answer.status_code == 422
    page = text_of(answer)
    assert "一场都没有约上" in page
    assert "1班、2班" in page.split('id="left"')[1]
    assert not GradePlan.objects.exists()


def test_all_asks_for_a_session_for_every_class(school, coordinator, sessions):
    answer = press(school, coordinator, sessions, "submit", classes(sessions[0], ""))
    assert answer.status_code == 422
    assert "还有 1 个班没有安排场次（2班）" in text_of(answer)
    assert taken(sessions) == [0, 0, 0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"contact_phone": ""}, "请填写联系电话"),
        ({"mode": ""}, "请选择有的场次约不上时怎么办"),
        ({"class-1-label": "1班"}, "出现了两次"),
        ({"note": "13800138000 13900139000"}, "名单"),
        ({"class-0-adults": "1", "class-1-adults": "1"}, "还差"),
        ({"class-0-session": "999999"}, "刚刚不能再约"),
    ],
)
def test_refusals_keep_the_plan(school, coordinator, sessions, changes, words):
    answer = press(school, coordinator, sessions, "submit", classes(sessions[0], sessions[0]), **changes)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert 'name="class-1-session"' in text_of(answer)
    assert taken(sessions) == [0, 0, 0]


def test_a_programme_without_sessions_says_so(school):
    programme = make_programme()
    page = text_of(school.get(reverse("bookings:grade_plan", args=[programme.pk])))
    assert "现在没有可以预约的场次" in page
    assert school.get(reverse("bookings:grade_plan", args=[999999])).status_code == 404


def test_doors(client, coordinator, sessions, school):
    press(school, coordinator, sessions, "submit", classes(sessions[0]))
    result = reverse("bookings:plan", args=[GradePlan.objects.get().pk])
    stranger = make_coordinator()
    client.force_login(stranger.user)
    assert client.get(result).status_code == 404
    forged = press(client, coordinator, sessions, "submit", classes(sessions[1]))
    assert forged.status_code == 422
    client.force_login(UserFactory())
    for url in (url_of(sessions), reverse("bookings:grade_programmes"), result):
        assert "关联您的学校" in text_of(client.get(url))
    client.logout()
    for url in (url_of(sessions), result, reverse("bookings:grade_programmes")):
        assert "/account/login/" in client.get(url)["Location"]
    assert taken(sessions) == [53, 0, 0]


def test_pages_ask_a_constant_number_of_queries(school, coordinator, sessions, django_assert_max_num_queries):
    school.get(url_of(sessions))
    with django_assert_max_num_queries(28):
        press(school, coordinator, sessions, "propose", classes(*[""] * 20))
    press(school, coordinator, sessions, "submit", classes(*sessions))
    with django_assert_max_num_queries(20):
        school.get(reverse("bookings:plan", args=[GradePlan.objects.get().pk]))


def test_a_session_of_another_programme_is_no_choice(school, coordinator, sessions):
    other = make_session(make_programme(), starts_at=at(40))
    answer = press(school, coordinator, sessions, "submit", classes(other))
    assert answer.status_code == 422
    assert "刚刚不能再约" in text_of(answer)
    assert taken([other]) == [0]


def test_a_session_that_filled_up_meanwhile_is_named_and_kept(school, coordinator, sessions):
    CapacityBucket.objects.filter(session=sessions[0]).update(capacity=0)
    answer = press(school, coordinator, sessions, "submit", classes(sessions[0]))
    assert answer.status_code == 422
    assert "现在不能再约" in text_of(answer)
    assert "整个年级都没有提交" in text_of(answer)
