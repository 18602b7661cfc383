"""The pages of both sides: what each shows, and what a press of a button does."""

import pytest
from django.urls import reverse

from portal.organisations.models import Membership, Role
from studysites.bookings.models import CapacityBucket, VisitSession
from tests.factories.people import UserFactory
from tests.factories.visits import at, make_booking, make_coordinator, make_member, make_session


@pytest.fixture
def school(client, town):
    client.force_login(town.user)
    return client


@pytest.fixture
def base(client, town):
    client.force_login(town.manager)
    return client


def text_of(response) -> str:
    return response.content.decode()


def test_school_desk_lists_and_withdraws(school, town):
    assert "还没有将要进行的预约" in text_of(school.get("/desk/school/"))
    booking = make_booking(town.session, town.coordinator)
    row = reverse("bookings:detail", args=[booking.reference])
    assert row in text_of(school.get("/desk/school/"))
    assert "不能恢复" in text_of(school.get(f"{row}withdraw/"))
    done = school.post(f"{row}withdraw/", {"version": 1, "reason": ""}, follow=True)
    assert "已取消" in text_of(done)
    assert row in text_of(school.get("/desk/school/?show=past"))
    assert CapacityBucket.objects.get(session=town.session, unit="people").taken == 0


def test_base_desk_confirms_and_declines(base, town):
    url = reverse("bookings:base_desk", args=[town.base.code])
    assert "没有待处理的申请" in text_of(base.get(url))
    first = make_booking(town.session, town.coordinator)
    second = make_booking(town.session, make_coordinator())
    assert text_of(base.get(url)).index(first.reference) < text_of(base.get(url)).index(second.reference)
    base.post(reverse("bookings:confirm", args=[first.reference]), {"version": 1})
    decline = reverse("bookings:decline", args=[second.reference])
    empty = base.post(decline, {"version": 1, "reason": ""})
    assert empty.status_code == 422
    base.post(decline, {"version": 1, "reason": "讲解员不足"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status, second.reason) == ("confirmed", "rejected", "讲解员不足")
    assert first.contact_phone in text_of(base.get(url))


def test_stale_button_leads_to_the_fresh_state(base, town):
    booking = make_booking(town.session, town.coordinator)
    url = reverse("bookings:confirm", args=[booking.reference])
    base.post(url, {"version": 1})
    late = base.post(url, {"version": 1}, follow=True)
    assert late.redirect_chain[-1][0] == reverse("bookings:detail", args=[booking.reference])
    assert "已确认" in text_of(late)


def test_manager_works_on_sessions(base, town):
    home = reverse("bookings:sessions", args=[town.base.code])
    day = at(40).strftime("%Y-%m-%d")
    added = {"programme": town.programme.pk, "day": day, "start": "14:30", "note": ""}
    assert base.post(f"{home}add/", added).status_code == 302
    session = VisitSession.objects.latest("id")
    assert dict(session.buckets.values_list("unit", "capacity")) == {"people": 120, "groups": 4}
    assert base.post(f"{home}add/", added).status_code == 422
    one = f"{home}{session.pk}/"
    assert base.post(f"{one}resize/", {"people": 60, "groups": 2}).status_code == 302
    assert base.post(f"{one}close/", {"reason": "检修"}).status_code == 302
    assert "检修" in text_of(base.get(home, {"month": day[:7]}))
    assert base.post(f"{one}reopen/").status_code == 302
    assert base.post(f"{one}delete/").status_code == 302
    assert not VisitSession.objects.filter(pk=session.pk).exists()
    make_booking(town.session, town.coordinator)
    low = base.post(f"{home}{town.session.pk}/resize/", {"people": 10, "groups": 2})
    assert "42" in text_of(low)
    assert low.status_code == 422
    assert town.school.name in text_of(base.get(f"{home}{town.session.pk}/close/"))


def test_desk_goes_to_the_one_desk_and_lists_several(client, town):
    client.force_login(town.user)
    assert client.get("/desk/").url == reverse("bookings:school_desk")
    client.force_login(town.staff)
    assert client.get("/desk/").url == reverse("bookings:base_desk", args=[town.base.code])
    Membership.objects.create(user=town.staff, role=Role.COORDINATOR, school=town.school, state="active")
    assert "学校工作台" in text_of(client.get("/desk/"))
    client.force_login(UserFactory())
    assert "/account/school/" in text_of(client.get("/desk/"))


def test_pages_ask_the_database_a_bounded_number_of_times(base, town, django_assert_max_num_queries):
    for _ in range(8):
        make_booking(make_session(town.programme, starts_at=at(20 + _)), make_coordinator())
    base.get(reverse("bookings:base_desk", args=[town.base.code]))  # the site's settings are made once
    with django_assert_max_num_queries(20):
        base.get(reverse("bookings:base_desk", args=[town.base.code]))
    with django_assert_max_num_queries(25):
        base.get(reverse("bookings:sessions", args=[town.base.code]))
    officer = make_member(Role.OFFICER, town.base)
    base.force_login(officer)
    with django_assert_max_num_queries(25):
        base.get(reverse("bookings:bureau_desk"))
