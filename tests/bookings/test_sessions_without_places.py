"""A session nobody gave places to is shown and takes no request; no list falls over it."""

import pytest
from django.urls import reverse

from studysites.bookings import selectors
from studysites.bookings.models import CapacityBucket
from studysites.selectors import next_session_of_sites
from tests.factories.visits import at, make_session


@pytest.fixture(params=[("people", "groups"), ("people",), ("groups",)])
def bare(request, town):
    """A session of the town's programme without both buckets, or without one of them."""
    session = make_session(town.programme, starts_at=at(24))
    CapacityBucket.objects.filter(session=session, unit__in=request.param).delete()
    return session


def test_it_is_listed_as_not_bookable_and_never_offered(town, bare):
    row = selectors.open_sessions()[0]
    assert (row.id, row.state, row.state_label, row.book_url) == (bare.pk, "closed", "暂不可约", "")
    assert [row.id for row in selectors.next_sessions()] == [town.session.pk]
    site = town.programme.get_parent().specific
    assert next_session_of_sites([site])[site.pk].id == town.session.pk


def test_public_pages_show_it_and_the_form_does_not_open(client, town, bare):
    for page in (town.programme, town.programme.get_parent()):
        html = client.get(page.url).content.decode()
        assert "暂不可约" in html and reverse("bookings:visit", args=[bare.pk]) not in html
    client.force_login(town.user)
    answer = client.get(reverse("bookings:visit", args=[bare.pk])).content.decode()
    assert "这一场现在不能预约" in answer and "暂不可约" in answer


def test_the_base_sees_it_and_may_remove_it(client, town, bare):
    client.force_login(town.manager)
    listing = reverse("bookings:sessions", args=[town.base.code])
    response = client.get(listing)
    assert response.status_code == 200 and "暂不可约" in response.content.decode()
    assert client.post(f"{listing}{bare.pk}/delete/").status_code == 302
    assert selectors.session_of_base(town.base.pk, bare.pk) is None
