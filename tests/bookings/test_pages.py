"""The pages of both sides: what each shows, and what a press of a button does."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.organisations.models import Membership, Role
from studysites.bookings.models import Booking, CapacityBucket, VisitSession
from tests.factories.people import UserFactory
from tests.factories.visits import at, make_booking, make_coordinator, make_grade, make_member, make_session

KEY = "7b0c1a52-6b53-4a5e-9d5c-3d3a2f6b8f11"


def typed(town, action: str, **values) -> dict:
    """Two classes as a browser sends them."""
    grade = make_grade().pk
    return {
        "action": action,
        "key": KEY,
        "school": town.school.pk,
        "contact_name": "李老师",
        "contact_phone": "0377-63100000",
        "note": "请走南门",
        "party-TOTAL_FORMS": "3",
        "party-INITIAL_FORMS": "0",
        "party-0-grade": grade,
        "party-0-class_label": "1班",
        "party-0-pupils": "44",
        "party-0-adults": "3",
        "party-1-grade": grade,
        "party-1-class_label": "2班",
        "party-1-pupils": "37",
        "party-1-adults": "2",
        **values,
    }


def visit_url(town) -> str:
    return reverse("bookings:visit", args=[town.session.pk])


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


def test_form_review_submit_and_end_page(school, town):
    page = school.get(visit_url(town))
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    review = school.post(visit_url(town), typed(town, "review"))
    assert review.status_code == 200
    assert "共 86 人，按 3 组" in text_of(review)
    assert not Booking.objects.exists()
    sent = school.post(visit_url(town), typed(town, "submit"), follow=True)
    booking = Booking.objects.get()
    assert sent.redirect_chain[-1][0] == reverse("bookings:done", args=[booking.reference])
    assert booking.reference in text_of(sent)
    assert "接下来" in text_of(sent)


def test_pressing_twice_books_once(school, town):
    for _ in range(2):
        assert school.post(visit_url(town), typed(town, "submit")).status_code == 302
    assert Booking.objects.count() == 1


def test_another_class_row_keeps_everything_typed(school, town):
    page = text_of(school.post(visit_url(town), typed(town, "add_row", note="请走南门")))
    assert "第 4 个班" in page
    for kept in ("请走南门", "李老师", 'value="44"', 'value="2班"', KEY):
        assert kept in page
    assert "错" not in page.split("<main", 1)[1].split("</main", 1)[0]


def test_twelve_rows_at_most(school, town):
    page = text_of(school.post(visit_url(town), typed(town, "add_row", **{"party-TOTAL_FORMS": "400"})))
    assert "第 12 个班" in page
    assert "第 13 个班" not in page


@pytest.mark.parametrize("count", ["²", "9" * 5000, "-1"])
def test_a_forged_number_of_rows_is_no_error(school, town, count):
    page = school.post(visit_url(town), typed(town, "add_row", **{"party-TOTAL_FORMS": count}))
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"party-0-pupils": ""}, "第 1 个班"),
        ({"contact_phone": "12"}, "11 位手机号"),
        ({"party-1-class_label": "1班"}, "填写了两次"),
        ({"party-0-pupils": "3", "party-1-pupils": "3"}, "至少 10 人"),
        ({"note": "13800138000 13900139000"}, "名单"),
        ({"party-TOTAL_FORMS": "0"}, "至少填写一个班级"),
    ],
)
def test_error_keeps_what_was_typed_and_says_what_to_do(school, town, changes, text):
    if changes.get("party-0-pupils") == "3":
        changes = {**changes, "party-0-adults": "1", "party-1-adults": "1"}
    page = school.post(visit_url(town), typed(town, "review", **changes))
    assert page.status_code == 422
    assert text in text_of(page)
    assert "李老师" in text_of(page)
    assert 'role="alert"' in text_of(page)


def test_full_session_offers_others_and_carries_the_form_over(school, town):
    CapacityBucket.objects.filter(session=town.session, unit="people").update(capacity=80)
    other = make_session(town.programme, starts_at=at(30))
    page = school.post(visit_url(town), typed(town, "submit"))
    assert page.status_code == 422
    assert f'formaction="/visit/{other.pk}/"' in text_of(page)
    assert 'value="44"' in text_of(page)
    carried = school.post(reverse("bookings:visit", args=[other.pk]), typed(town, "edit"))
    assert 'value="44"' in text_of(carried)


def test_closed_or_full_session_shows_others_instead_of_a_form(school, town):
    other = make_session(town.programme, starts_at=at(30))
    VisitSession.objects.filter(pk=town.session.pk).update(status="closed", closed_reason="设备检修")
    page = text_of(school.get(visit_url(town)))
    assert "设备检修" in page
    assert f"/visit/{other.pk}/" in page
    assert "contact_phone" not in page


def test_visitor_is_sent_to_sign_in_and_back(client, town):
    answer = client.get(visit_url(town))
    assert answer.status_code == 302
    assert answer.url.endswith(f"?next={visit_url(town)}")


@pytest.mark.parametrize("state", [None, "pending", "refused"])
def test_without_an_approved_school_the_page_says_how(client, town, state):
    user = UserFactory()
    if state:
        Membership.objects.create(user=user, role=Role.COORDINATOR, school=town.school, state=state)
    client.force_login(user)
    for answer in (client.get(visit_url(town)), client.post(visit_url(town), typed(town, "submit"))):
        assert "/account/school/" in text_of(answer)
    assert not Booking.objects.exists()


def test_school_of_another_cannot_be_smuggled_in(school, town):
    foreign = make_coordinator().school
    page = school.post(visit_url(town), typed(town, "submit", school=foreign.pk))
    assert page.status_code == 422
    assert not Booking.objects.exists()


def test_too_many_submissions_are_slowed_down(school, town, monkeypatch):
    monkeypatch.setattr("studysites.bookings.views.visit.LIMITS", {"request": "1/h/user"})
    assert school.post(visit_url(town), typed(town, "submit")).status_code == 302
    answer = school.post(visit_url(town), typed(town, "submit"))
    assert answer.status_code == 429
    assert 'value="44"' in text_of(answer)


def test_form_is_refused_without_a_token(town):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(town.user)
    assert strict.post(visit_url(town), typed(town, "submit")).status_code == 403


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
    assert "检修" in text_of(base.get(home))
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
