"""What anybody reads before a visit: the base's rules, the way of each session, the month to open."""

import re

from django.urls import reverse

from studysites.bookings.models import BaseRules, CapacityBucket
from studysites.bookings.services.waitlist import join_waitlist
from studysites.selectors import sessions_by_month
from tests.factories.flow import make_hold, make_submitted
from tests.factories.school import text_of
from tests.factories.visits import at, make_coordinator, make_session, party


def test_the_rules_of_a_base_are_public(client, town):
    """On the base's page and the course's, in the numbers the manager set."""
    numbers = {"create_notice": 6, "change_notice": 6, "decision_days": 2, "cancel_notice": 1}
    BaseRules.objects.create(organisation=town.base, **numbers)
    for page in (town.programme, town.programme.get_parent()):
        text = text_of(client.get(page.url))
        for words in (
            "预约须知", "最晚在来访前第 6 个工作日当天", "提交后 2 个工作日以内", "一至三年级 10 名",
            "来访前第 1 个工作日以后取消的，记为临近取消",
        ):  # fmt: skip
            assert words in text


def test_the_form_and_the_receipt_say_the_dates(client, town):
    client.force_login(town.user)
    form = text_of(client.get(reverse("bookings:visit", args=[town.session.pk])))
    for words in ("最晚预约", "最晚增加人数或改期", "提交后 3 个工作日以内", "每位成人最多带学生"):
        assert words in form
    booking = make_submitted(town.session, town.coordinator)
    assert re.search(r"最晚 <strong class=\"num\">[^<]+</strong> 答复", text_of(
        client.get(reverse("bookings:done", args=[booking.reference]))
    ))  # fmt: skip


def test_a_session_given_by_ballot_says_so_in_public_lists(client, town):
    town.session.by_ballot = True
    town.session.save(update_fields=["by_ballot"])
    for page in (town.programme, town.programme.get_parent()):
        text = text_of(client.get(page.url))
        assert "先报名，后抽签" in text
        assert "余 <strong" not in text


def test_a_full_session_and_a_queued_one_say_which_and_offer_others(client, town):
    other = make_session(town.programme, starts_at=at(35))
    client.force_login(town.user)
    CapacityBucket.objects.filter(session=town.session, unit="people").update(capacity=50)
    make_hold(town.session, make_coordinator())
    address = reverse("bookings:visit", args=[town.session.pk])
    page = text_of(client.get(address))
    assert "余下 8 人，不够一个团队。可以加入候补" in page
    assert f'formaction="{reverse("bookings:visit", args=[other.pk])}"' in page
    waiting = make_coordinator()
    join_waitlist(
        actor=waiting.user, school_id=waiting.school_id, session_id=town.session.pk, parties=[party()],
        contact_name="赵老师", contact_phone="0377-63100009", note="", key="q",
    )  # fmt: skip
    CapacityBucket.objects.filter(session=town.session, unit="people").update(capacity=100)
    assert "还空着 58 个名额，但已有学校在候补" in text_of(client.get(address))


def test_the_first_month_that_can_be_booked_is_open(client, town):
    """A month that is over its last day stands folded above it and says so; no row repeats the course."""
    make_session(town.programme, starts_at=at(1))
    far = make_session(town.programme, starts_at=at(62))
    page = client.get(town.programme.url)
    months = page.context["months"]
    assert [month.first for month in months].count(True) == 1
    opened = next(month for month in months if month.first)
    assert opened.bookable
    assert opened.rows[-1].start <= far.starts_at
    assert 'class="session-what"' not in text_of(page)
    assert not sessions_by_month([])


def test_a_long_month_shows_its_first_sessions_and_folds_the_rest(client, town):
    town.session.delete()
    for minute in range(12):
        make_session(town.programme, starts_at=at(28, 9, minute))
    page = client.get(town.programme.url)
    month = page.context["months"][0]
    assert [row.start for row in month.near] == sorted(row.start for row in month.near)
    assert (len(month.near), len(month.rest)) == (10, 2)
    assert "的其余 2 场" in text_of(page)
