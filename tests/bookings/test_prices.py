"""Prices: a change ends the old row, history stays, ¥0 is free, and everybody may read them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.organisations.models import Role
from studysites.bookings.dates import ZONE
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import PriceItem
from studysites.bookings.selectors.prices import prices_of, yuan_words
from studysites.bookings.services.prices import remove_price, set_price
from studysites.models import ProgrammePage
from tests.factories.people import OrganisationFactory
from tests.factories.visits import make_member


def today() -> date:
    """The day in Shanghai."""
    return timezone.localdate(timezone=ZONE)


def set_one(town, actor=None, **values) -> PriceItem:
    """Set a price as the base's manager: materials, ¥12.50 a pupil."""
    filled = {"label": "拓印材料", "per": "pupil", "amount_fen": 1250, **values}
    return set_price(actor=actor or town.manager, programme_id=town.programme.pk, **filled)


def table(town, day: date | None = None):
    """Return the prices of the town's programme, 45 people a group."""
    return prices_of(town.programme.pk, group_size=45, day=day)


def refusal(call, *arguments, **values) -> str:
    """Call, expect a refusal that writes nothing, return its code."""
    before = list(PriceItem.objects.order_by("id").values())
    with pytest.raises(BookingRefused) as caught:
        call(*arguments, **values)
    assert list(PriceItem.objects.order_by("id").values()) == before
    return caught.value.code


def test_the_table_of_an_example_class(town, django_assert_num_queries):
    """40 pupils, 2 adults, 1 group: 40 x 12.50 + 2 x 5 + 60."""
    set_one(town)
    set_one(town, label="门票", amount_fen=0)
    set_one(town, label="门票", per="adult", amount_fen=500)
    set_one(town, label="讲解", per="group", amount_fen=6000)
    with django_assert_num_queries(1):
        found = table(town)
    assert [(row.label, row.per_label, row.amount) for row in found.items] == [
        ("拓印材料", "每名学生", "¥12.50"),
        ("门票", "每名学生", "免费（¥0）"),
        ("门票", "每位成人", "¥5"),
        ("讲解", "每组", "¥60"),
    ]
    assert (found.pupils, found.adults, found.groups) == (40, 2, 1)
    assert (found.total_fen, found.total) == (57_000, "¥570")


def test_a_programme_without_prices_has_an_empty_table(town):
    """Nothing is claimed."""
    found = table(town)
    assert (found.items, found.history, found.total_fen) == ((), (), 0)


def test_a_change_for_a_later_day_keeps_the_old_price_until_then(town):
    """The day before the change still costs the old amount; the history holds both."""
    PriceItem.objects.filter(pk=set_one(town).pk).update(valid_from=today() - timedelta(days=30))
    later = today() + timedelta(days=10)
    set_one(town, amount_fen=1500, valid_from=later)
    assert table(town).items[0].amount == "¥12.50"
    assert table(town).coming[0].amount == "¥15"
    assert table(town, later - timedelta(days=1)).items[0].amount == "¥12.50"
    assert table(town, later).items[0].amount == "¥15"
    assert [row.amount for row in table(town, later).history] == ["¥15", "¥12.50"]
    assert AuditEvent.objects.filter(action="price.set").count() == 2


def test_a_second_change_on_one_day_counts_and_both_are_kept(town):
    """A slip corrected at once."""
    set_one(town, amount_fen=125_000)
    set_one(town, amount_fen=1250)
    found = table(town)
    assert [row.amount for row in found.items] == ["¥12.50"]
    assert len(found.history) == 2


def test_the_same_price_again_writes_nothing(town):
    """A second press of the button."""
    assert set_one(town) == set_one(town, label=" 拓印材料\n")
    assert PriceItem.objects.count() == 1


def test_a_later_price_must_be_withdrawn_before_an_earlier_one_is_set(town):
    """And withdrawing leaves the running price in force."""
    set_one(town)
    later = set_one(town, amount_fen=1500, valid_from=today() + timedelta(days=10))
    assert refusal(set_one, town, amount_fen=1400) == "price_announced"
    remove_price(actor=town.manager, price_id=later.pk)
    assert not table(town).coming
    assert table(town, today() + timedelta(days=30)).items[0].amount == "¥12.50"
    set_one(town, amount_fen=1400)


def test_a_removed_price_ends_today_and_stays_in_the_history(town):
    """From tomorrow nothing is charged for it."""
    item = set_one(town)
    remove_price(actor=town.manager, price_id=item.pk)
    assert not table(town, today() + timedelta(days=1)).items
    assert table(town).history[0].valid_until == today()
    assert refusal(remove_price, actor=town.manager, price_id=item.pk) == "price_changed"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"label": "  "}, "price_invalid"),
        ({"label": "长" * 41}, "price_invalid"),
        ({"note": "长" * 101}, "price_invalid"),
        ({"per": "night"}, "price_invalid"),
        ({"amount_fen": -1}, "price_invalid"),
        ({"amount_fen": 1_000_001}, "price_invalid"),
        ({"note": "收款 13800138000 13900139000"}, "personal_data"),
        ({"valid_from": date(2020, 1, 1)}, "price_past"),
    ],
)
def test_refusals(town, values, code):
    assert refusal(set_one, town, **values) == code


def test_only_managers_of_the_base(town):
    stranger = make_member(Role.BASE_MANAGER, OrganisationFactory())
    item = set_one(town)
    for actor in (town.staff, town.user, stranger):
        assert refusal(set_one, town, actor=actor, amount_fen=1) == "not_allowed"
        assert refusal(remove_price, actor=actor, price_id=item.pk) == "not_allowed"
    assert refusal(remove_price, actor=town.manager, price_id=999_999) == "not_allowed"


def test_amounts_in_words():
    assert [yuan_words(fen) for fen in (0, 5, 100, 123_456)] == ["免费（¥0）", "¥0.05", "¥1", "¥1,234.56"]


def test_price_items_replace_the_free_text_everywhere(client, town):
    """A page never says 不收费 beside an amount; before there is an item the free text stands."""
    ProgrammePage.objects.filter(pk=town.programme.pk).update(price_note="示范：不收费")
    client.force_login(town.user)
    visit = reverse("bookings:visit", args=[town.session.pk])
    assert "示范：不收费" in client.get(visit).content.decode()
    set_one(town)
    for address in (visit, town.programme.url):
        page = client.get(address).content.decode()
        assert "拓印材料 每名学生 ¥12.50" in page
        assert "不收费" not in page


def test_the_form_adds_up_what_the_typed_classes_pay(client, town):
    """On the day of the visit, not today's price; groups are counted class by class."""
    set_one(town)
    set_one(town, amount_fen=2000, valid_from=town.session.starts_at.astimezone(ZONE).date())
    set_one(town, label="讲解", per="group", amount_fen=6000)
    client.force_login(town.user)
    address = reverse("bookings:visit", args=[town.session.pk])
    assert "填好人数后，这里会算出费用" in client.get(address).content.decode()
    sent = classes((4, 40), (2, 50), action="edit")
    page = client.post(address, sent).content.decode()
    assert "按填写的 90 名学生、6 位随行成人（3 组），费用一共 ¥1,980。" in page


def classes(*rows: tuple[int, int], action: str) -> dict[str, str]:
    """Return class rows of (adults, pupils) as the form sends them."""
    sent = {"action": action, "party-TOTAL_FORMS": str(len(rows)), "party-INITIAL_FORMS": "0"}
    for number, (adults, pupils) in enumerate(rows):
        sent |= {f"party-{number}-pupils": str(pupils), f"party-{number}-adults": str(adults)}
    return sent
