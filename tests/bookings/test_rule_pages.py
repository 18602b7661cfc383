"""Pages of rules, closed days and prices: what they show, what a press does, who may open them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.organisations.models import Role
from studysites.bookings.dates import ZONE
from studysites.bookings.models import BaseRules, ClosedDay, PriceItem
from studysites.bookings.selectors.rules import rules_of
from studysites.bookings.services.prices import set_price
from studysites.bookings.services.rules import FIELDS, save_rules
from tests.factories.people import OrganisationFactory
from tests.factories.visits import at, make_booking, make_member


@pytest.fixture
def manager(client, town):
    """The browser of the base's manager."""
    client.force_login(town.manager)
    return client


def address(town, name: str, *arguments) -> str:
    """Return the address of one of the base's pages."""
    return reverse(f"bookings:{name}", args=[town.base.code, *arguments])


def typed_rules(town, **values) -> dict:
    """The form of rules as a browser sends it."""
    rules = rules_of(town.base.pk)
    numbers = {name: getattr(rules, name) for name in FIELDS if name != "confirms_offers"}
    return {**numbers, "version": rules.version, **values}


def html(response) -> str:
    """Return the page's text."""
    return response.content.decode()


def test_rules_are_shown_with_the_dates_they_give(manager, town):
    page = html(manager.get(address(town, "rules")))
    assert "现在的规则" in page and "起可以预约，最晚" in page and "记为未到" in page


def test_rules_are_previewed_and_saved(manager, town):
    """The preview writes nothing; saving says so and shows the new numbers."""
    typed = typed_rules(town, create_notice=8, cancel_notice=1)
    seen = html(manager.post(address(town, "rules"), {**typed, "action": "preview"}))
    assert "按您填写的数字，还没有保存" in seen and 'value="8"' in seen
    assert not BaseRules.objects.exists()
    saved = manager.post(address(town, "rules"), typed, follow=True)
    assert "预约规则已保存" in html(saved)
    assert rules_of(town.base.pk).create_notice == 8


@pytest.mark.parametrize("action", ["preview", ""])
def test_rules_that_contradict_are_refused_and_kept_as_typed(manager, town, action):
    typed = typed_rules(town, create_notice=4, action=action)
    page = manager.post(address(town, "rules"), typed)
    assert page.status_code == 422
    assert "增加人数或改期的期限不能早于预约的期限" in html(page) and 'value="4"' in html(page)


@pytest.mark.parametrize("value", ["", "abc", "99", "-1"])
def test_a_mistyped_number_is_told_at_its_field(manager, town, value):
    page = manager.post(address(town, "rules"), typed_rules(town, create_notice=value))
    assert page.status_code == 422 and "error-summary" in html(page)


def test_two_tabs_with_rules(manager, town):
    """The second tab is told, what it typed stays in the form."""
    old = typed_rules(town, decision_days=2)
    save_rules(actor=town.manager, organisation_id=town.base.pk, version=1, create_notice=9)
    page = manager.post(address(town, "rules"), old)
    assert page.status_code == 422 and "没有保存" in html(page)
    assert rules_of(town.base.pk).decision_days == 3


def test_closing_a_day_asks_first_and_lists_what_it_hits(manager, town):
    booking = make_booking(town.session, town.coordinator)
    day = town.session.starts_at.astimezone(ZONE).date()
    typed = {"day": day.isoformat(), "reason": "馆内布展"}
    asked = html(manager.post(address(town, "closed_days"), typed))
    assert "还没有登记" in asked and town.school.name in asked and "确定闭馆" in asked
    assert not ClosedDay.objects.exists()
    done = manager.post(address(town, "closed_days"), {**typed, "action": "close"}, follow=True)
    assert "还有 1 条预约保留着" in html(done) and booking.reference in html(done)
    listing = html(manager.get(address(town, "closed_days")))
    assert "馆内布展" in listing and "1 条" in listing


def test_a_day_that_cannot_be_closed_is_told_before_the_question(manager, town):
    past = manager.post(address(town, "closed_days"), {"day": f"{at(-2):%Y-%m-%d}", "reason": "布展"})
    assert past.status_code == 422 and "day" in past.context["form"].errors
    assert "已经过去" in html(past) and "确定闭馆" not in html(past)


def test_a_negative_price_is_told_in_words(manager, town):
    page = manager.post(
        address(town, "programme_prices", town.programme.pk),
        {"label": "门票", "per": "pupil", "yuan": "-1", "note": "", "valid_from": ""},
    )
    assert page.status_code == 422 and "金额不能小于 0，免费请填 0。" in html(page)


def test_reopening_a_day(manager, town):
    day = timezone.localdate() + timedelta(days=30)
    ClosedDay.objects.create(organisation=town.base, day=day, reason="检修")
    page = address(town, "closed_day", day)
    assert "检修" in html(manager.get(page))
    assert "已恢复开放" in html(manager.post(page, follow=True))
    assert manager.get(page).status_code == 404
    assert not ClosedDay.objects.exists()


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ({"day": "", "reason": "检修"}, "请选择日期"),
        ({"day": "2020-01-01", "reason": "检修", "action": "close"}, "已经过去"),
        ({"day": "9999-12-31", "reason": "检修", "action": "close"}, "日期太远"),
        ({"day": "2099-02-30", "reason": "检修"}, "error-summary"),
        ({"day": "2030-01-01", "reason": "长" * 10_000}, "error-summary"),
    ],
)
def test_closed_days_that_cannot_be(manager, town, typed, text):
    page = manager.post(address(town, "closed_days"), typed)
    assert page.status_code == 422 and text in html(page)
    assert not ClosedDay.objects.exists()


def test_a_day_the_calendar_has_not_is_no_page(manager, town):
    path = address(town, "closed_day", date(2026, 1, 1)).replace("2026-01-01", "2026-02-30")
    assert manager.get(path).status_code == 404


def test_prices_are_set_in_yuan_and_stopped(manager, town):
    page = address(town, "programme_prices", town.programme.pk)
    typed = {"label": "拓印材料", "per": "pupil", "yuan": "12.5", "note": "", "valid_from": ""}
    assert "价格已保存" in html(manager.post(page, typed, follow=True))
    item = PriceItem.objects.get()
    assert item.amount_fen == 1250
    listing = html(manager.get(address(town, "prices")))
    assert "¥12.50" in listing and town.programme.title in listing
    assert "已停用" in html(manager.post(page, {"stop": item.pk}, follow=True))
    assert PriceItem.objects.get().valid_until is not None
    assert manager.post(page, {"stop": "999"}).status_code == 404


@pytest.mark.parametrize("yuan", ["", "-1", "12.345", "abc", "99999999", "NaN", "Infinity"])
def test_amounts_that_cannot_be(manager, town, yuan):
    page = address(town, "programme_prices", town.programme.pk)
    answer = manager.post(page, {"label": "门票", "per": "pupil", "yuan": yuan})
    assert answer.status_code == 422
    assert not PriceItem.objects.exists()


def test_a_programme_of_another_base_is_no_page(manager, town):
    assert manager.get(address(town, "programme_prices", 999_999)).status_code == 404


def test_the_public_page_shows_prices_and_their_history(client, town):
    """Without signing in; ¥0 is called free."""
    for label, fen in (("门票", 0), ("拓印材料", 1250)):
        set_price(
            actor=town.manager, programme_id=town.programme.pk, label=label, per="pupil", amount_fen=fen
        )
    page = html(client.get(town.programme.url))
    assert "免费（¥0）" in page and "¥12.50" in page and "一共" in page and "¥500" in page
    assert "费用变更记录（2 条）" in page


@pytest.mark.parametrize("name", ["rules", "closed_days", "prices", "closed_day", "programme_prices"])
def test_doors(client, town, name):
    """Managers of the base only; nobody else even learns that the page is there."""
    ClosedDay.objects.create(organisation=town.base, day=at(5).date(), reason="检修")
    extra = {"closed_day": [at(5).date()], "programme_prices": [town.programme.pk]}.get(name, [])
    page = address(town, name, *extra)
    assert client.get(page).status_code == 302
    stranger = make_member(Role.BASE_MANAGER, OrganisationFactory())
    for user, status in ((town.user, 404), (town.staff, 404), (stranger, 404), (town.manager, 200)):
        client.force_login(user)
        assert client.get(page).status_code == status
        if status == 404:
            assert client.post(page, {}).status_code in {404, 405}
