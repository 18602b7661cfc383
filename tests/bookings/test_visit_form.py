"""The form of a visit: classes, then hold, draft, queue or ballot; nothing typed is lost."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.organisations.models import Membership, Role
from studysites.bookings.enums import BookingStatus
from studysites.bookings.models import Booking, CapacityBucket, VisitSession, WaitlistEntry
from tests.factories.flow import make_hold
from tests.factories.people import UserFactory
from tests.factories.typed import KEY, typed_classes, typed_contact
from tests.factories.visits import at, make_booking, make_coordinator, make_session


def visit_url(session) -> str:
    return reverse("bookings:visit", args=[session.pk])


@pytest.fixture
def url(town):
    return visit_url(town.session)


@pytest.fixture
def school(client, town):
    client.force_login(town.user)
    return client


def text_of(response) -> str:
    return response.content.decode()


def main_of(response) -> str:
    return text_of(response).split("<main", 1)[1].split("</main", 1)[0]


def fill(session, people: int) -> None:
    """Leave so few places that the two classes do not fit."""
    CapacityBucket.objects.filter(session=session, unit="people").update(capacity=people)


def test_hold_then_contact_then_end_page(school, town, url):
    page = school.get(url)
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    held = school.post(url, typed_classes(town, "hold"))
    booking = Booking.objects.get()
    hold = reverse("bookings:hold", args=[booking.reference])
    assert (held.status_code, held.url) == (302, hold)
    assert booking.status == BookingStatus.HELD
    assert "保留到" in text_of(school.get(hold))
    sent = school.post(hold, {"version": 1, "key": KEY, "action": "submit", **typed_contact()}, follow=True)
    assert sent.redirect_chain[-1][0] == reverse("bookings:done", args=[booking.reference])
    booking.refresh_from_db()
    assert (booking.status, booking.note) == (BookingStatus.PENDING, "请走南门")
    assert booking.reference in text_of(sent)


def test_pressing_twice_holds_once(school, town, url):
    answers = {school.post(url, typed_classes(town, "hold")).url for _ in range(2)}
    assert len(answers) == 1
    assert Booking.objects.count() == 1


def test_another_body_under_the_same_key_is_told(school, town, url):
    school.post(url, typed_classes(town, "hold"))
    page = school.post(url, typed_classes(town, "hold", **{"party-0-pupils": "40"}))
    assert page.status_code == 422
    assert "已经提交过" in text_of(page)
    assert Booking.objects.count() == 1


def test_another_class_row_keeps_everything_typed(school, town, url):
    page = school.post(url, typed_classes(town, "add_row"))
    assert "第 4 个班" in text_of(page)
    for kept in ('value="44"', 'value="2班"', KEY):
        assert kept in text_of(page)
    assert "还没有提交" not in main_of(page)


@pytest.mark.parametrize(
    ("adults", "sentence"),
    [
        ("3", "81 名学生至少需要 5 位随行成人，现在填了 5 位，够了。"),
        ("1", "81 名学生至少需要 5 位随行成人，现在填了 3 位，还差 2 位。"),
        ("", "现在填了 2 位，还差 3 位。"),
    ],
)
def test_each_step_says_whether_the_adults_are_enough(school, town, url, adults, sentence):
    page = text_of(school.post(url, typed_classes(town, "edit", **{"party-0-adults": adults})))
    assert sentence in page
    assert "data-ratios=" in page


def test_the_script_is_a_file_and_gets_the_sentences_from_the_page(school, url):
    page = text_of(school.get(url))
    assert 'type="module"' in page
    assert "ratio" in page
    assert "还差 {missing} 位" in page
    assert "<script>" not in page


def test_twelve_rows_at_most(school, town, url):
    page = text_of(school.post(url, typed_classes(town, "add_row", **{"party-TOTAL_FORMS": "400"})))
    assert "第 12 个班" in page
    assert "第 13 个班" not in page


@pytest.mark.parametrize("count", ["²", "9" * 5000, "-1"])
def test_a_forged_number_of_rows_is_no_error(school, town, url, count):
    page = school.post(url, typed_classes(town, "add_row", **{"party-TOTAL_FORMS": count}))
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"party-0-pupils": ""}, "第 1 个班"),
        ({"party-1-class_label": "1班"}, "填写了两次"),
        ({"party-0-pupils": "3", "party-1-pupils": "3"}, "至少 10 人"),
        ({"party-0-class_label": "x" * 10_000}, "第 1 个班"),
        ({"party-TOTAL_FORMS": "0"}, "至少填写一个班级"),
    ],
)
def test_error_keeps_what_was_typed_and_says_what_to_do(school, town, url, changes, text):
    if changes.get("party-0-pupils") == "3":
        changes = {**changes, "party-0-adults": "1", "party-1-adults": "1"}
    page = school.post(url, typed_classes(town, "hold", **changes))
    assert page.status_code == 422
    assert text in text_of(page)
    assert 'role="alert"' in text_of(page)
    assert not Booking.objects.exists()


def test_full_session_offers_others_and_the_queue(school, town, url):
    fill(town.session, 80)
    other = make_session(town.programme, starts_at=at(30))
    page = school.post(url, typed_classes(town, "hold"))
    assert page.status_code == 422
    assert f'formaction="/visit/{other.pk}/"' in text_of(page)
    assert "加入候补" in text_of(page)
    assert 'value="44"' in text_of(page)
    carried = school.post(visit_url(other), typed_classes(town, "edit"))
    assert 'value="44"' in text_of(carried)
    assert school.post(visit_url(other), typed_classes(town, "hold")).status_code == 302


def test_the_queue_asks_for_a_contact_and_keeps_the_least_number(school, town, url):
    fill(town.session, 80)
    asked = school.post(url, typed_classes(town, "wait_form"))
    assert asked.status_code == 200
    assert "至少需要的人数" in text_of(asked)
    bad = school.post(url, typed_classes(town, "wait", **typed_contact(contact_phone="12", min_people="50")))
    assert bad.status_code == 422
    assert "李老师" in text_of(bad)
    wrong = school.post(url, typed_classes(town, "wait", **typed_contact(min_people="3")))
    assert "没有加入候补" in text_of(wrong)
    sent = school.post(url, typed_classes(town, "wait", **typed_contact(min_people="50")), follow=True)
    booking = Booking.objects.get()
    assert booking.status == BookingStatus.WAITLISTED
    assert WaitlistEntry.objects.get().min_people == 50
    assert "贵校排在第一位" in text_of(sent)


@pytest.mark.parametrize("note", ["13800138000 13900139000", "11010519491231002X"])
def test_a_list_of_numbers_is_refused_with_the_reason(school, town, url, note):
    fill(town.session, 80)
    page = school.post(url, typed_classes(town, "wait", **typed_contact(note=note)))
    assert page.status_code == 422
    assert "不收集" in text_of(page)
    assert not Booking.objects.exists()


def test_a_full_session_goes_straight_to_the_queue(school, town, url):
    fill(town.session, 5)
    page = text_of(school.get(url))
    assert "下一步：加入候补" in page
    assert "占位 30 分钟" not in page


def test_free_places_others_wait_for_are_not_offered_to_newcomers(school, town, url):
    fill(town.session, 60)
    waiting = make_coordinator()
    other = Client()
    other.force_login(waiting.user)
    there = typed_classes(town, "wait", school=waiting.school_id, **typed_contact())
    assert other.post(url, there).status_code == 302
    assert "下一步：加入候补" in text_of(school.get(url))


def test_a_ballot_takes_applications_without_places(school, town, url):
    VisitSession.objects.filter(pk=town.session.pk).update(by_ballot=True)
    assert "报名抽签" in text_of(school.get(url))
    refused = school.post(url, typed_classes(town, "hold"))
    assert refused.status_code == 422
    sent = school.post(url, typed_classes(town, "apply", **typed_contact()), follow=True)
    assert "已报名" in text_of(sent)
    assert Booking.objects.get().status == BookingStatus.APPLIED
    assert CapacityBucket.objects.get(session=town.session, unit="people").taken == 0


def test_a_draft_is_kept_continued_and_used(school, town, url):
    kept = school.post(url, typed_classes(town, "draft"), follow=True)
    draft = Booking.objects.get()
    assert draft.status == BookingStatus.DRAFT
    assert f"?draft={draft.reference}" in text_of(kept)
    page = text_of(school.get(f"{url}?draft={draft.reference}"))
    assert 'value="44"' in page
    other = typed_classes(town, "hold", draft=draft.reference, key="3f0c1a52-6b53-4a5e-9d5c-3d3a2f6b8f12")
    assert school.post(url, other).status_code == 302
    draft.refresh_from_db()
    assert draft.status == BookingStatus.HELD
    assert Booking.objects.count() == 1


def test_another_schools_draft_is_not_there(school, town, url):
    foreign = make_hold(make_session(town.programme, starts_at=at(31)))
    assert school.get(f"{url}?draft={foreign.reference}").status_code == 404
    assert school.post(url, typed_classes(town, "draft", draft=foreign.reference)).status_code == 404


def test_closed_session_shows_others_instead_of_a_form(school, town, url):
    other = make_session(town.programme, starts_at=at(30))
    VisitSession.objects.filter(pk=town.session.pk).update(status="closed", closed_reason="设备检修")
    page = text_of(school.get(url))
    assert "设备检修" in page
    assert f"/visit/{other.pk}/" in page
    assert "party-0" not in page


def test_visitor_is_sent_to_sign_in_and_back(client, url):
    answer = client.get(url)
    assert answer.status_code == 302
    assert answer.url.endswith(f"?next={url}")


@pytest.mark.parametrize("state", [None, "pending", "refused"])
def test_without_an_approved_school_the_page_says_how(client, town, url, state):
    user = UserFactory()
    if state:
        Membership.objects.create(user=user, role=Role.COORDINATOR, school=town.school, state=state)
    client.force_login(user)
    for answer in (client.get(url), client.post(url, typed_classes(town, "hold"))):
        assert "/account/school/" in text_of(answer)
    assert not Booking.objects.exists()


@pytest.mark.parametrize("action", ["hold", "draft", "wait", "apply"])
def test_school_of_another_cannot_be_smuggled_in(school, town, url, action):
    foreign = make_coordinator().school
    page = school.post(url, typed_classes(town, action, school=foreign.pk, **typed_contact()))
    assert page.status_code == 422
    assert not Booking.objects.exists()


def test_a_class_that_is_there_already_is_refused(school, town, url):
    make_booking(town.session, town.coordinator)
    empty = {f"party-1-{name}": "" for name in ("grade", "class_label", "pupils", "adults")}
    page = school.post(url, typed_classes(town, "hold", **empty))
    assert page.status_code == 422
    assert "不能重复预约" in text_of(page)


def test_too_many_submissions_are_slowed_down(school, town, url, monkeypatch):
    monkeypatch.setattr("studysites.bookings.views.access.LIMITS", {"request": "1/h/user"})
    assert school.post(url, typed_classes(town, "hold")).status_code == 302
    answer = school.post(url, typed_classes(town, "hold"))
    assert answer.status_code == 429
    assert 'value="44"' in text_of(answer)


def test_form_is_refused_without_a_token(town, url):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(town.user)
    assert strict.post(url, typed_classes(town, "hold")).status_code == 403


def test_twelve_classes_and_more_sessions_ask_no_more_of_the_database(school, town, url):
    def asked(rows: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            school.post(url, typed_classes(town, "edit", **{"party-TOTAL_FORMS": str(rows)}))
        return len(queries)

    asked(2)
    few = asked(2)
    for number in range(6):
        make_session(town.programme, starts_at=at(30 + number))
    assert asked(12) == few
