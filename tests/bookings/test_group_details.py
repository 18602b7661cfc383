"""The page of the group details: all errors at once, not told is not none, and what a change makes wrong."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from studysites.bookings.dates import ZONE
from studysites.bookings.enums import ResourceKind
from studysites.bookings.models import VisitDetails
from tests.factories.flow import make_confirmed, make_hold
from tests.factories.inventory import make_resource
from tests.factories.school import address, text_of
from tests.factories.typed import seen
from tests.factories.visits import at, make_session


@pytest.fixture
def school(client, town):
    client.force_login(town.user)
    return client


@pytest.fixture
def booking(town):
    return make_confirmed(town.staff, town.session, town.coordinator)


def day_of(session, days: int = 0) -> str:
    return f"{session.starts_at.astimezone(ZONE).date() + timedelta(days=days):%Y-%m-%d}"


def tell(school, booking, **told):
    booking.refresh_from_db()
    return school.post(address(booking, "details"), seen(booking, **told), follow=True)


def fields_in_error(page: str) -> set[str]:
    return set(re.findall(r'<li><a href="#id_(\w+)">', page))


def test_every_error_is_said_at_its_field_in_one_answer(school, booking, town):
    make_resource(town.base, ResourceKind.COACH_BAY, "南停车场", 1)
    told = {
        "safety_name": "王老师", "safety_phone": "abc", "wheelchair_count": "99", "transport": "coach",
        "insured_from": day_of(town.session, -9), "insured_to": day_of(town.session, -8),
        "consent_sent": "40", "consent_returned": "41", "arrival_from": "08:30",
    }  # fmt: skip
    page = text_of(tell(school, booking, **told))
    assert fields_in_error(page) == {
        "safety_phone", "wheelchair_count", "coach_count", "arrival_to", "insured_to", "consent_returned"
    }  # fmt: skip
    assert "有 6 处需要修改" in page
    assert "王老师" in page
    assert not VisitDetails.objects.exists()
    page = text_of(tell(school, booking, **{**told, "safety_phone": "", "insured_from": "9月"}))
    assert fields_in_error(page) == {
        "wheelchair_count", "coach_count", "arrival_to", "insured_from", "consent_returned"
    }  # fmt: skip


def test_full_seats_and_full_bays_are_said_together(school, booking, town):
    hall = make_resource(town.base, ResourceKind.LUNCH, "一楼餐区", 30)
    make_resource(town.base, ResourceKind.COACH_BAY, "南停车场", 1)
    told = {"transport": "coach", "coach_count": "2", "lunch": "packed", "lunch_people": "42"}
    page = text_of(tell(school, booking, lunch_slot=f"{hall.pk}@1200", **told))
    assert fields_in_error(page) == {"lunch_slot", "coach_count"}
    assert "分批用餐" not in page
    assert "还有 30 个午餐座位，不够 42 人" in page
    told |= {"parks_elsewhere": "on", "lunch_people": "30"}
    page = text_of(tell(school, booking, lunch_slot=f"{hall.pk}@1200", **told))
    assert "包车，大巴 2 辆，停在别处" in page
    assert "个车位" not in page


def test_what_was_not_told_is_not_shown_as_none(school, booking):
    page = text_of(tell(school, booking, wheelchair_count="0", transport="walk"))
    assert "需要其他照顾、食物过敏未填写" in page
    assert not re.search(r"(?<!\d)0 人", page)
    assert "尚未确定" in page
    assert 'value="0"' in re.search(r'<input[^>]*name="wheelchair_count"[^>]*>', text_of(
        school.get(address(booking, "details"))
    ))[0]  # fmt: skip
    told = {"wheelchair_count": "0", "other_needs_count": "0", "allergy_count": "0", "lunch": "none"}
    page = text_of(tell(school, booking, **told))
    assert "没有特别需要" in page
    assert "不在基地用餐" in page


def test_a_base_without_seats_offers_none(school, booking):
    page = text_of(school.get(address(booking, "details")))
    assert "不能订餐位" in page
    assert "自带午餐" not in page
    assert text_of(tell(school, booking, lunch="packed")).count("field-bad") == 1
    assert not VisitDetails.objects.exists()


def test_a_hold_is_the_schools_own_matter_until_it_is_submitted(client, town):
    held = make_hold(town.session, town.coordinator)
    client.force_login(town.user)
    assert "提交申请以后基地才看得到" in text_of(tell(client, held, transport="walk"))
    for person in (town.staff, town.manager):
        client.force_login(person)
        assert client.get(address(held, "detail")).status_code == 404


def test_another_date_and_other_numbers_are_checked_against_the_insurance(school, booking, town):
    days = {"insured_from": day_of(town.session, -1), "insured_to": day_of(town.session, 1)}
    page = text_of(tell(school, booking, insured_count="40", consent_sent="0", **days))
    assert "投保少于来访人数：投保 40 人，来访 42 人" in page
    later = make_session(town.programme, starts_at=at(35))
    booking.refresh_from_db()
    page = text_of(school.post(address(booking, "date"), seen(booking, session=later.pk), follow=True))
    assert page.count("保险不含来访当天") == 2, "once as the message of the change, once on the page"
    school.force_login(town.staff)
    day = text_of(school.get(reverse("bookings:today", args=[town.base.code]), {"day": day_of(later)}))
    assert "保险不含来访当天" in day
    assert "投保少于来访人数" in day
    assert "发出 0 份" in day


def test_a_plate_stays_whole_and_phones_can_be_pressed(school, booking, town):
    told = {"transport": "coach", "coach_count": "2", "plates": "豫R12345 豫R67890"}
    page = text_of(tell(school, booking, safety_name="王老师", safety_phone="0377-63100001", **told))
    school.force_login(town.staff)
    day = text_of(school.get(reverse("bookings:today", args=[town.base.code]), {"day": day_of(town.session)}))
    for shown in (page, day):
        assert '<span class="nowrap">豫R67890</span>' in shown
        assert 'href="tel:0377-63100001"' in shown
