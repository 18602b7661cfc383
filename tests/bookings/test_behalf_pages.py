"""Pages on which a base's staff books for a school that telephones."""

import pytest
from django.urls import reverse

from portal.organisations.models import Role
from studysites.bookings.models import Booking, CapacityBucket
from tests.factories.people import OrganisationFactory, SchoolFactory
from tests.factories.visits import at, make_grade, make_member, make_session


@pytest.fixture
def staff(client, town):
    client.force_login(town.staff)
    return client


@pytest.fixture
def target(town):
    return make_session(town.programme, starts_at=at(32))


def text_of(response) -> str:
    return response.content.decode()


def behalf_url(town, session=None, school=None) -> str:
    ids = [(school or town.school).pk, (session or town.session).pk]
    return reverse("bookings:behalf_form", args=[town.base.code, *ids])


def typed(action="book", **values) -> dict:
    return {
        "action": action, "key": "7b0c1a52-6b53-4a5e-9d5c-3d3a2f6b8f11",
        "contact_name": "李老师", "contact_phone": "0377-63100000", "note": "走南门",
        "party-TOTAL_FORMS": "2", "party-INITIAL_FORMS": "0",
        "party-0-grade": make_grade().pk, "party-0-class_label": "1班",
        "party-0-pupils": "40", "party-0-adults": "2", **values,
    }  # fmt: skip


def test_the_school_is_found_by_words(staff, town):
    home = reverse("bookings:behalf", args=[town.base.code])
    other = SchoolFactory(name="卧龙区实验小学")
    assert "选一所" not in text_of(staff.get(home))
    page = text_of(staff.get(home, {"q": "实验"}))
    assert other.name in page and town.school.name not in page
    assert "没有找到这样的学校" in text_of(staff.get(home, {"q": "不存在的"}))
    assert "还没有查找" in text_of(staff.get(home, {"district": "", "q": " "}))
    assert "还没有查找" not in text_of(staff.get(home))


def test_the_form_says_whether_adults_suffice_and_whose_note_it_is(staff, town):
    page = text_of(staff.get(behalf_url(town)))
    assert 'class="ratio' in page and "bookings/ratio" in page
    assert "给基地的说明" not in page and "学校和基地都看得到" in page
    short = staff.post(behalf_url(town), typed("edit", **{"party-0-pupils": "100"}))
    assert short.status_code == 200 and "ratio-short" in text_of(short)


def test_sessions_that_can_be_booked_are_listed(staff, town):
    ballot = make_session(town.programme, starts_at=at(31), by_ballot=True)
    soon = make_session(town.programme, starts_at=at(1))
    address = reverse("bookings:behalf_session", args=[town.base.code, town.school.pk])
    page = text_of(staff.get(address))
    assert behalf_url(town) in page
    assert behalf_url(town, ballot) not in page and behalf_url(town, soon) not in page
    back = staff.get(behalf_url(town, soon), follow=True)
    assert "这一场现在不能预约" in text_of(back)


def test_booking_for_a_school_is_confirmed_and_marked(staff, town):
    for _ in range(2):
        answer = staff.post(behalf_url(town), typed(), follow=True)
        assert "已替" in text_of(answer)
    booking = Booking.objects.get()
    assert (booking.status, booking.booked_by_base, booking.school) == ("confirmed", True, town.school)
    staff.force_login(town.user)
    page = text_of(staff.get(reverse("bookings:detail", args=[booking.reference])))
    assert "代办" in page


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"contact_phone": "12"}, "11 位手机号"),
        ({"party-0-pupils": ""}, "第 1 个班"),
        ({"party-0-adults": "1"}, "还差 1 位"),
        ({"note": "13800138000 13900139000"}, "名单"),
    ],
)
def test_errors_keep_what_was_typed(staff, town, changes, text):
    answer = staff.post(behalf_url(town), typed(**changes))
    assert answer.status_code == 422
    assert text in text_of(answer) and 'value="1班"' in text_of(answer) and "李老师" in text_of(answer)
    assert not Booking.objects.exists()


def test_a_full_session_brings_others_that_take_the_form_over(staff, town, target):
    CapacityBucket.objects.filter(session=town.session, unit="people").update(capacity=41)
    answer = text_of(staff.post(behalf_url(town), typed()))
    assert f'formaction="{behalf_url(town, target)}"' in answer
    carried = text_of(staff.post(behalf_url(town, target), typed("edit")))
    assert 'value="40"' in carried
    assert "第 3 个班" in text_of(staff.post(behalf_url(town), typed("add_row")))


@pytest.mark.parametrize("who", ["school", "other_base", "officer"])
def test_strangers_find_nothing(client, town, who):
    users = {
        "school": lambda: town.user,
        "other_base": lambda: make_member(Role.BASE_MANAGER, OrganisationFactory()),
        "officer": lambda: make_member(Role.OFFICER, OrganisationFactory(kind="bureau")),
    }
    client.force_login(users[who]())
    for address in (
        reverse("bookings:behalf", args=[town.base.code]),
        reverse("bookings:behalf_session", args=[town.base.code, town.school.pk]),
        behalf_url(town),
    ):
        assert client.get(address).status_code == 404, address
    assert client.post(behalf_url(town), typed()).status_code == 404
    assert not Booking.objects.exists()


def test_a_session_of_another_base_is_not_there(staff, town):
    assert staff.get(behalf_url(town, make_session())).status_code == 404


def test_visitors_sign_in_first(client, town):
    assert client.get(behalf_url(town)).status_code == 302


def test_the_desk_leads_here(staff, town):
    page = text_of(staff.get(reverse("bookings:base_desk", args=[town.base.code])))
    assert reverse("bookings:behalf", args=[town.base.code]) in page
