"""One session's page for its base: applications drawn, places kept for some schools, doors."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from portal.organisations.models import Role
from studysites.bookings.models import CapacityBucket, VisitSession
from studysites.bookings.selectors.rules import dates_of_session
from studysites.bookings.services.applications import apply_for_ballot
from tests.factories.people import OrganisationFactory
from tests.factories.visits import make_coordinator, make_member, make_session, party


@pytest.fixture
def staff(client, town):
    client.force_login(town.staff)
    return client


@pytest.fixture
def manager(client, town):
    client.force_login(town.manager)
    return client


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def ballot(town):
    VisitSession.objects.filter(pk=town.session.pk).update(by_ballot=True)
    return [
        apply_for_ballot(
            actor=one.user, school_id=one.school_id, session_id=town.session.pk, parties=[party()],
            contact_name="李老师", contact_phone="0377-63100000", key=uuid.uuid4().hex,
        )
        for one in (town.coordinator, make_coordinator())
    ]  # fmt: skip


def session_url(town, name="session", *rest) -> str:
    return reverse(f"bookings:{name}", args=[town.base.code, town.session.pk, *rest])


def draw(client, town, booking, act, **values):
    given = {"booking": booking.pk, "version": booking.version, "token": uuid.uuid4(), **values}
    return client.post(session_url(town, "draw", act), given, follow=True)


def test_a_manager_draws(manager, town, ballot):
    first, second = ballot
    page = text_of(manager.get(session_url(town)))
    assert "报名抽签（2 所）" in page and first.school.name in page
    assert "已给名额" in text_of(draw(manager, town, first, "award"))
    assert "已转入候补" in text_of(draw(manager, town, second, "wait"))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("pending", "waitlisted")
    assert "候补 1 所" in text_of(manager.get(session_url(town)))


def test_no_place_is_drawn_that_is_not_there(manager, town, ballot):
    CapacityBucket.objects.filter(session=town.session, unit="people").update(capacity=20)
    assert "名额不够" in text_of(draw(manager, town, ballot[0], "award"))
    assert "没有登记" in text_of(draw(manager, town, ballot[0], "award", version=""))


def test_staff_sees_applications_but_does_not_draw(staff, town, ballot):
    page = text_of(staff.get(session_url(town)))
    assert ballot[0].school.name in page and "给名额</" not in page
    assert draw(staff, town, ballot[0], "award").status_code == 404
    assert staff.get(session_url(town, "reserve")).status_code == 404


def test_places_are_kept_for_some_schools(manager, town):
    last = dates_of_session(town.session).book_by.date() - timedelta(days=1)
    day = f"{last:%Y-%m-%d}"
    assert f'value="{day}"' in text_of(manager.get(session_url(town, "reserve")))
    given = {"band": "rural", "people": 40, "groups": 1, "until": day}
    answer = text_of(manager.post(session_url(town, "reserve"), given, follow=True))
    assert "预留已保存" in answer and "乡村学校" in answer and "已用 0 / 40" in answer
    large = manager.post(session_url(town, "reserve"), {**given, "people": 900})
    assert large.status_code == 422
    assert "不够预留这么多" in text_of(large) and 'value="900"' in text_of(large)
    late = manager.post(session_url(town, "reserve"), {**given, "until": "2099-01-01"})
    assert "来不及" in text_of(late)
    beyond = {**given, "until": f"{last + timedelta(days=1):%Y-%m-%d}"}
    assert manager.post(session_url(town, "reserve"), beyond).status_code == 422


@pytest.mark.parametrize("who", ["school", "other_base", "officer"])
def test_strangers_find_nothing(client, town, ballot, who):
    users = {
        "school": lambda: town.user,
        "other_base": lambda: make_member(Role.BASE_MANAGER, OrganisationFactory()),
        "officer": lambda: make_member(Role.OFFICER, OrganisationFactory(kind="bureau")),
    }
    client.force_login(users[who]())
    for address in (session_url(town), session_url(town, "reserve")):
        assert client.get(address).status_code == 404
    assert draw(client, town, ballot[0], "award").status_code == 404
    ballot[0].refresh_from_db()
    assert ballot[0].status == "applied"


def test_a_session_of_another_base_is_not_there(manager, town):
    address = reverse("bookings:session", args=[town.base.code, make_session().pk])
    assert manager.get(address).status_code == 404


def test_another_act_is_none(manager, town, ballot):
    assert draw(manager, town, ballot[0], "lose").status_code == 404


def test_visitors_sign_in_first(client, town):
    assert client.get(session_url(town)).status_code == 302
