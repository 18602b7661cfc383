"""A visit moved to another date by its base: the dates offered, both held, what stays in the form."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.taxonomy.models import Stage
from studysites.bookings.models import Booking, CapacityBucket, Offer
from studysites.bookings.selectors.move_targets import move_targets
from studysites.bookings.services.moved_offers import offer_move
from tests.factories.flow import make_confirmed
from tests.factories.visits import (
    at,
    make_grade,
    make_session,
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


def move(client, booking, session, **values):
    booking.refresh_from_db()
    given = {"version": booking.version, "session": session.pk, "reason": "展厅检修"}
    return client.post(reverse("bookings:move", args=[booking.reference]), {**given, **values}, follow=True)


def test_a_visit_is_moved_with_both_dates_held(staff, town, visit, target):
    page = text_of(staff.get(reverse("bookings:move", args=[visit.reference])))
    assert f'value="{target.pk}"' in page and "余 120 人" in page
    assert "已请学校改期" in text_of(move(staff, visit, target))
    assert Offer.objects.get().session == target
    page = text_of(staff.get(reverse("bookings:move", args=[visit.reference])))
    assert "正在等学校答复" in page
    assert "等学校答复的改期" in text_of(staff.get(reverse("bookings:base_desk", args=[town.base.code])))


def test_every_date_of_the_sixty_days_is_offered_month_by_month(staff, town, visit):
    sessions = [
        make_session(town.programme, starts_at=at(29 + number, hour))
        for number in range(12)
        for hour in (9, 14)
    ]
    shown = set()
    url = reverse("bookings:move", args=[visit.reference])
    for month in staff.get(url).context["months"]:
        page = staff.get(url, {"month": month})
        shown |= {pk for pk, _ in page.context["form"].fields["session"].choices}
    assert shown == {session.pk for session in sessions}
    assert staff.get(url, {"month": "1999-01"}).context["form"].fields["session"].choices


def test_a_move_without_reason_keeps_the_choice(staff, visit, target):
    answer = move(staff, visit, target, reason="")
    assert answer.status_code == 422
    assert "请写明原因" in text_of(answer)
    assert "checked" in text_of(answer)
    wrong = move(staff, visit, target, reason="学生张某 411303201001011234")
    assert wrong.status_code == 422 and not Offer.objects.exists()


def test_a_session_that_no_longer_fits_is_no_choice(staff, visit, target):
    CapacityBucket.objects.filter(session=target, unit="people").update(capacity=20)
    answer = move(staff, visit, target)
    assert "没有装得下这个团队的其他场次" in text_of(answer)
    assert not Offer.objects.exists()


def test_targets_leave_out_what_does_not_fit(town, visit, target):
    make_session(town.programme, starts_at=at(33), people=40)
    make_session(town.programme, starts_at=at(34), by_ballot=True)
    make_session(town.programme, starts_at=at(35), status="closed")
    make_session(starts_at=at(36))
    there = make_session(town.programme, starts_at=at(37))
    make_confirmed(town.staff, there, town.coordinator)
    found = move_targets(visit.pk, timezone.now())
    assert [row.session_id for row in found] == [target.pk]
    stage, _ = Stage.objects.get_or_create(code="p", defaults={"zh": "小学"})
    town.programme.grades.set([make_grade("g04", "四年级")])
    town.programme.save()
    assert move_targets(visit.pk, timezone.now()) == ()


def test_a_finished_booking_cannot_be_moved(staff, visit, target):
    Booking.objects.filter(pk=visit.pk).update(status="completed")
    page = staff.get(reverse("bookings:move", args=[visit.reference]), follow=True)
    assert "不能再请学校改期" in text_of(page)


def test_a_changed_booking_leads_to_its_fresh_state(staff, visit, target):
    answer = move(staff, visit, target, version=1)
    assert answer.redirect_chain[-1][0] == reverse("bookings:detail", args=[visit.reference])
    assert "您打开页面之后它有了变化" in text_of(answer)


def test_an_offered_move_shows_until_when(staff, town, visit, target):
    visit.refresh_from_db()
    offer_move(
        actor=town.staff, booking_id=visit.pk, version=visit.version, session_id=target.pk, reason="检修"
    )
    page = text_of(staff.get(reverse("bookings:move", args=[visit.reference])))
    assert "到期不答复就算谢绝" in page
