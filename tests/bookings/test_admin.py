"""The admin reads bookings and never deletes a page they hang on."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from studysites.bookings.models import Booking, VisitSession
from studysites.bookings.page_guard import refusal
from studysites.bookings.services import withdraw_booking
from studysites.bookings.services.prices import set_price
from tests.factories.people import UserFactory
from tests.factories.visits import make_booking


@pytest.fixture
def admin(client, town):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


def bulk_url(pages) -> str:
    chosen = "&".join(f"id={page.pk}" for page in pages)
    return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?{chosen}&next=/admin/"


def page_of(town, which: str) -> Page:
    site = town.programme.get_parent()
    return {"programme": town.programme, "base": site, "list": site.get_parent()}[which]


@pytest.mark.parametrize("which", ["programme", "base", "list"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_booked_pages_are_not_deleted_by_the_page_menu(admin, town, which, method):
    make_booking(town.session, town.coordinator)
    page = page_of(town, which)
    answer = getattr(admin, method)(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
    assert "已有 1 条预约记录" in answer.content.decode()
    assert Page.objects.filter(pk=town.programme.pk).exists()


def test_booked_pages_are_not_deleted_in_bulk(admin, town):
    booking = make_booking(town.session, town.coordinator)
    withdraw_booking(actor=town.user, booking_id=booking.pk, version=1)
    answer = admin.post(bulk_url([page_of(town, "base")]), follow=True)
    assert "已有 1 条预约记录" in answer.content.decode()
    assert Booking.objects.exists()
    assert Page.objects.filter(pk=town.programme.pk).exists()


def test_empty_sessions_stop_deletion_too_and_name_the_way(admin, town):
    answer = admin.post(reverse("wagtailadmin_pages:delete", args=[town.programme.pk]), follow=True)
    assert "1 个没有预约的场次" in answer.content.decode()
    VisitSession.objects.all().delete()
    admin.post(reverse("wagtailadmin_pages:delete", args=[town.programme.pk]))
    assert not Page.objects.filter(pk=town.programme.pk).exists()


@pytest.mark.parametrize("model", ["booking", "visitsession"])
def test_lists_are_read_only(admin, town, model):
    booking = make_booking(town.session, town.coordinator)
    row = booking if model == "booking" else town.session
    listing = admin.get(reverse(f"{model}:index"))
    assert listing.status_code == 200
    shown = admin.get(reverse(f"{model}:inspect", args=[row.pk]))
    assert "09:00" in shown.content.decode()
    assert "<dd>None" not in "".join(shown.content.decode().split())
    assert reverse(f"{model}:add") not in listing.content.decode()
    for name, arguments in (("add", []), ("edit", [row.pk]), ("delete", [row.pk])):
        answer = admin.post(reverse(f"{model}:{name}", args=arguments))
        assert answer.status_code in {302, 403}, name
    row.refresh_from_db()


def test_editors_without_the_permission_see_no_list(client, town):
    client.force_login(UserFactory(is_staff=True))
    assert client.get(reverse("booking:index")).status_code == 302


def test_a_programme_with_prices_is_not_deleted(town):
    """The public history of prices stays with its page, even when nobody ever booked."""
    town.session.delete()
    set_price(actor=town.manager, programme_id=town.programme.pk, label="门票", per="pupil", amount_fen=0)
    assert "1 条公开的费用记录" in refusal([town.programme.get_parent()])
