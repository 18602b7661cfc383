"""What a school's pages say: the dates that still matter, the answer it gave, the limits of its notes."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.shared.templatetags.portal_ui import cn_date_short
from studysites.bookings.models import CapacityBucket
from studysites.bookings.services.moved_offers import offer_move
from studysites.bookings.services.withdrawals import withdraw_booking
from tests.factories.flow import make_confirmed, make_hold, make_submitted
from tests.factories.school import address, text_of
from tests.factories.typed import seen
from tests.factories.visits import at, make_coordinator, make_grade, make_session


@pytest.fixture
def school(client, town):
    client.force_login(town.user)
    return client


def visit_rows(town, **values) -> dict[str, str]:
    """Return one class as the form of a visit sends it."""
    row = {"grade": make_grade().pk, "class_label": "1班", "pupils": 40, "adults": 2}
    sent = {f"party-0-{name}": str(value) for name, value in row.items()}
    return {
        **sent, "party-TOTAL_FORMS": "1", "party-INITIAL_FORMS": "0", "school": str(town.school.pk),
        "key": "5f6bd1f6-6f0e-4d34-8a4e-3b0b6b9b7a10", **values,
    }  # fmt: skip


def test_only_the_dates_that_still_matter_are_listed(school, town):
    booking = make_confirmed(town.staff, town.session, town.coordinator)
    page = text_of(school.get(address(booking, "detail")))
    assert '最晚取消</dt><dd class="num">开始之前，不记为临近取消' in page
    assert "评价截止" not in page
    withdraw_booking(actor=town.user, booking_id=booking.pk, version=booking.version)
    assert "各项期限" not in text_of(school.get(address(booking, "detail")))


def test_a_hold_says_that_a_confirmed_visit_may_be_called_off_too(school, town):
    page = text_of(school.get(address(make_hold(town.session, town.coordinator), "hold")))
    assert "提交以后、确认以后都可以取消，直到来访开始。" in page


def test_an_accepted_date_is_named_and_its_reason_keeps_its_name(school, town):
    booking = make_confirmed(town.staff, town.session, town.coordinator)
    other = make_session(town.programme, starts_at=at(35))
    offer_move(
        actor=town.staff, booking_id=booking.pk, version=booking.version, session_id=other.pk, reason="检修"
    )
    booking.refresh_from_db()
    page = text_of(school.post(address(booking, "offer"), seen(booking, answer="accept"), follow=True))
    assert f"已改到 {cn_date_short(other.starts_at)} 09:00，已确认。" in page
    assert "<dt>改期的原因</dt><dd>检修</dd>" in page


def test_every_date_that_fits_is_reached_by_its_month(school, town):
    """More than one page holds: each month lists its own sessions."""
    sessions = [make_session(town.programme, starts_at=at(29 + 2 * number)) for number in range(26)]
    booking = make_confirmed(town.staff, town.session, town.coordinator)
    months = school.get(address(booking, "date")).context["months"]
    assert len(months) > 1
    listed = set()
    for month in months:
        answer = school.get(address(booking, "date"), {"month": month})
        listed |= {value for value, _ in answer.context["form"].fields["session"].choices}
    assert listed == {one.pk for one in sessions}
    last = sessions[-1]
    where = f"{address(booking, 'date')}?month={timezone.localtime(last.starts_at):%Y-%m}"
    assert school.post(where, seen(booking, session=last.pk)).status_code == 302


def test_one_coordinator_alone_gets_no_form(school, town):
    booking = make_submitted(town.session, town.coordinator)
    for page in (address(booking, "deputy"), reverse("bookings:handover")):
        text = text_of(school.get(page))
        assert "联络员" in text
        assert "<select" not in text
    make_coordinator(town.school)
    assert "<select" in text_of(school.get(address(booking, "deputy")))


def test_the_smallest_number_is_refused_with_the_numbers(school, town):
    CapacityBucket.objects.filter(session=town.session, unit="people").update(capacity=10)
    sent = visit_rows(town, action="wait", contact_name="赵", contact_phone="0377-63100000", min_people="42")
    page = text_of(school.post(reverse("bookings:visit", args=[town.session.pk]), sent))
    assert "要在 10 到 41 之间" in page


def test_too_many_people_are_shown_the_way_for_a_grade(school, town):
    sent = visit_rows(town, action="hold", **{"party-0-pupils": "300", "party-0-adults": "20"})
    page = text_of(school.post(reverse("bookings:visit", args=[town.session.pk]), sent))
    assert reverse("bookings:grade_plan", args=[town.programme.pk]) in page


def test_a_long_note_is_kept_and_refused_in_words(school, town):
    held = make_hold(town.session, town.coordinator)
    page = text_of(school.get(address(held, "hold")))
    assert "maxlength" not in page.split('name="note"', 1)[1].split(">", 1)[0]
    sent = seen(
        held, action="submit", contact_name="李老师", contact_phone="0377-63100000", note="字" * 10_000
    )
    answer = school.post(address(held, "hold"), sent)
    assert answer.status_code == 422
    assert "最多 300 个字，现在有 10000 个字" in text_of(answer)
    assert "字" * 10_000 in text_of(answer)
