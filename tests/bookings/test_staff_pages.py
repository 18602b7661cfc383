"""Pages of a base's staff: the queue by due time, visits moved to another date; the bureau's list."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.organisations.models import Role
from portal.shared.templatetags.portal_ui import cn_time
from studysites.bookings.dates import ZONE
from studysites.bookings.due_words import due_words
from studysites.bookings.models import Booking, CapacityBucket
from studysites.bookings.services.closed_days import close_day
from studysites.bookings.services.waitlist import join_waitlist
from tests.factories.flow import make_confirmed, make_submitted
from tests.factories.people import OrganisationFactory
from tests.factories.visits import (
    at,
    make_booking,
    make_coordinator,
    make_member,
    make_session,
    party,
)


@pytest.fixture
def staff(client, town):
    client.force_login(town.staff)
    return client


@pytest.fixture
def target(town):
    return make_session(town.programme, starts_at=at(32))


@pytest.fixture
def visit(town):
    return make_confirmed(town.staff, town.session, town.coordinator)


def text_of(response) -> str:
    return response.content.decode()


def desk(client, town) -> str:
    return text_of(client.get(reverse("bookings:base_desk", args=[town.base.code])))


def overdue(booking, days: int) -> Booking:
    Booking.objects.filter(pk=booking.pk).update(
        decision_due_at=timezone.now() - timedelta(days=days), reminders_sent=3
    )
    return booking


# The base's desk


def test_due_words():
    now = at(0, hour=15)
    end = at(0, hour=23, minute=59).replace(second=59)
    assert due_words("答复", None, now) == ""
    assert due_words("答复", end, now).startswith("请在") and "23:59 前答复" in due_words("答复", end, now)
    assert due_words("答复", end - timedelta(days=2), now).endswith("前答复，已超 2 天")
    assert due_words("答复", at(0, hour=14), now).endswith("14:00 前答复，已超时")


def test_the_most_urgent_request_is_first_and_overdue_ones_say_so(staff, town):
    first = make_booking(town.session, town.coordinator)
    late = overdue(make_booking(town.session, make_coordinator()), 2)
    page = desk(staff, town)
    assert page.index(late.reference) < page.index(first.reference)
    assert "已超 2 天" in page and "已提醒基地负责人" in page and "其中 1 条已超期" in page


def test_a_request_for_a_closed_day_says_so_and_offers_no_confirmation(staff, town):
    booking = make_booking(town.session, town.coordinator)
    day = town.session.starts_at.astimezone(ZONE).date()
    close_day(actor=town.manager, organisation_id=town.base.pk, day=day, reason="馆内布展")
    confirm = reverse("bookings:confirm", args=[booking.reference])
    detail = reverse("bookings:detail", args=[booking.reference])
    for page in (desk(staff, town), text_of(staff.get(detail))):
        assert "当天闭馆" in page and "馆内布展" in page and confirm not in page
        assert reverse("bookings:decline", args=[booking.reference]) in page
        assert reverse("bookings:move", args=[booking.reference]) in page
    assert 'type="submit">确认来访' not in text_of(staff.get(confirm))
    said = text_of(staff.post(confirm, {"version": booking.version}, follow=True))
    assert "不能确认这次来访" in said
    staff.force_login(town.user)
    for url in (reverse("bookings:school_desk"), detail):
        page = text_of(staff.get(url))
        assert "当天闭馆" in page and "馆内布展" in page


def test_the_card_and_the_page_name_the_moment_of_the_submission(staff, town):
    booking = make_submitted(town.session, town.coordinator)
    earlier = timezone.now() - timedelta(hours=3)
    Booking.objects.filter(pk=booking.pk).update(created_at=earlier)
    moment = cn_time(booking.submitted_at)
    assert f"{moment} 提交" in desk(staff, town)
    page = text_of(staff.get(reverse("bookings:detail", args=[booking.reference])))
    assert f"{moment}</dd>" in page and f"{cn_time(earlier)}</dd>" not in page


def test_the_card_names_the_classes_and_the_earlier_visit_is_first_of_equals(staff, town):
    later = make_booking(make_session(town.programme, starts_at=at(35)), town.coordinator)
    sooner = make_booking(town.session, make_coordinator(), parties=[party("1班", 20), party("2班", 20)])
    Booking.objects.update(decision_due_at=timezone.now() + timedelta(days=1))
    page = desk(staff, town)
    assert page.index(sooner.reference) < page.index(later.reference)
    assert "七年级 1班、2班" in page


def test_the_page_of_a_visit_speaks_to_its_reader(staff, town, visit):
    url = reverse("bookings:detail", args=[visit.reference])
    readers = {"base": town.staff, "bureau": make_member(Role.OFFICER, OrganisationFactory(kind="bureau"))}
    for user in readers.values():
        staff.force_login(user)
        page = text_of(staff.get(url))
        assert "学校应在" in page and "之前确认最终人数" in page
        assert "到达时出示预约编号" not in page and "请在" not in page
    staff.force_login(town.user)
    assert "到达时出示预约编号" in text_of(staff.get(url))


def test_who_waits_is_told_as_counts_only(staff, town):
    CapacityBucket.objects.filter(session=town.session, unit="people").update(capacity=30)
    waiting = make_coordinator()
    join_waitlist(
        actor=waiting.user, school_id=waiting.school_id, session_id=town.session.pk, parties=[party()],
        contact_name="李老师", contact_phone="0377-63100000", key=uuid.uuid4().hex,
    )  # fmt: skip
    page = desk(staff, town)
    assert "候补 1 所" in page and waiting.school.name not in page


def test_visits_without_final_numbers_are_listed(staff, town, visit):
    assert "还没有确认最终人数的来访" not in desk(staff, town)
    Booking.objects.filter(pk=visit.pk).update(final_numbers_due_at=timezone.now() - timedelta(days=1))
    page = desk(staff, town)
    assert "还没有确认最终人数的来访" in page and "确认人数，已超 1 天" in page


def test_doors_of_the_desk(client, town):
    client.force_login(town.staff)
    page = desk(client, town)
    assert "今天来访" in page and "预约规则" not in page
    client.force_login(town.manager)
    page = desk(client, town)
    for name in ("today", "sessions", "templates", "resources", "closed_days", "rules", "prices"):
        address = reverse(f"bookings:{name}", args=[town.base.code])
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200


def test_queries_of_the_desk_do_not_grow(staff, town):
    def look() -> int:
        with CaptureQueriesContext(connection) as seen:
            desk(staff, town)
        return len(seen)

    session = make_session(town.programme, starts_at=at(35), people=500, groups=20)
    make_booking(session, make_coordinator())
    make_confirmed(town.staff, session, make_coordinator())
    look()
    before = look()
    for _ in range(3):
        make_booking(session, make_coordinator())
        make_confirmed(town.staff, session, make_coordinator())
    assert look() == before


# The bureau's desk


def test_the_bureau_sees_what_no_base_answered(client, town):
    late = overdue(make_submitted(town.session, town.coordinator), 3)
    client.force_login(make_member(Role.OFFICER, OrganisationFactory(kind="bureau")))
    page = text_of(client.get(reverse("bookings:bureau_desk")))
    assert "超过期限没有答复的申请（1 条）" in page and "已超 3 天" in page and "已升级" in page
    assert late.reference in page


# Doors


@pytest.mark.parametrize("who", ["school", "other_base", "officer"])
def test_strangers_find_nothing(client, town, visit, target, who):
    users = {
        "school": lambda: town.user,
        "other_base": lambda: make_member(Role.BASE_MANAGER, OrganisationFactory()),
        "officer": lambda: make_member(Role.OFFICER, OrganisationFactory(kind="bureau")),
    }
    client.force_login(users[who]())
    for address in (
        reverse("bookings:move", args=[visit.reference]),
        reverse("bookings:base_desk", args=[town.base.code]),
    ):
        assert client.get(address).status_code in {404, 405}, address
        assert client.post(address, {"reason": "检修"}).status_code in {404, 405}, address
    visit.refresh_from_db()
    assert (visit.status, Booking.objects.count()) == ("confirmed", 1)


def test_visitors_sign_in_first(client, town, visit):
    assert client.get(reverse("bookings:move", args=[visit.reference])).status_code == 302
