"""From which day a grade's plan begins, and what a refused plan names."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from studysites.bookings.models import Booking
from tests.factories.pages import make_programme
from tests.factories.school import text_of
from tests.factories.visits import at, make_coordinator, make_grade, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def sessions():
    """Three days with room for 110 people each."""
    programme = make_programme()
    return [make_session(programme, starts_at=at(30 + day), people=110, groups=4) for day in range(3)]


@pytest.fixture
def plan(client, sessions):
    """Return what posts a plan of those sessions, signed in as a coordinator."""
    coordinator = make_coordinator()
    client.force_login(coordinator.user)
    fixed = {
        "key": "7b0c1a52-6b53-4a5e-9d5c-3d3a2f6b8f12", "school": coordinator.school_id,
        "grade": make_grade().pk, "mode": "all", "contact_name": "李老师", "contact_phone": "0377-63100000",
    }  # fmt: skip
    url = reverse("bookings:grade_plan", args=[sessions[0].programme_id])
    return lambda **sent: client.post(url, {**fixed, **sent})


def rows(*chosen, pupils: int = 50, adults: int = 3) -> dict:
    """One class for each session; an empty one has none yet."""
    typed = {"class-TOTAL_FORMS": str(len(chosen)), "class-INITIAL_FORMS": "0"}
    for number, session in enumerate(chosen):
        values = {"label": f"{number + 1}班", "pupils": pupils, "adults": adults}
        values["session"] = getattr(session, "pk", session)
        typed |= {f"class-{number}-{name}": str(value) for name, value in values.items()}
    return typed


def press(plan, action: str, sent: dict, **values):
    return plan(action=action, **sent, **values)


def chosen_in(page: str) -> list[str]:
    """Return the chosen session of every class, in order."""
    selects = re.findall(r'<select name="class-\d+-session".*?</select>', page, re.S)
    return [(re.findall(r'value="(\d*)" selected', select) or [""])[0] for select in selects]


def test_a_wished_first_day_is_where_the_plan_begins(plan, sessions):
    """The sessions before it are not even offered; a day after the last session is told at its field."""
    day = f"{at(31):%Y-%m-%d}"
    page = text_of(press(plan, "propose", rows("", ""), first_day=day))
    assert chosen_in(page) == [str(sessions[1].pk)] * 2
    assert f'name="first_day" value="{day}"' in page
    assert f'<option value="{sessions[0].pk}"' not in page
    late = press(plan, "propose", rows(""), first_day=f"{at(300):%Y-%m-%d}")
    assert late.status_code == 422
    assert "从这一天起还没有可以预约的场次" in text_of(late)
    wrong = press(plan, "propose", rows(""), first_day="2026-02-31")
    assert wrong.status_code == 422


def test_a_refused_plan_names_every_session_that_lacks_something(plan, sessions):
    sent = rows(*sessions, pupils=50, adults=1)
    page = text_of(press(plan, "submit", sent))
    assert page.count("：随行成人不够") == 3
    assert not Booking.objects.exists()


def test_a_day_of_another_year_is_written_with_its_year(plan, sessions):
    next_year = timezone.localdate().year + 1
    days = (date(next_year, 1, 20) - timezone.localdate()).days
    make_session(sessions[0].programme, starts_at=at(days), opens_at=at(-1))
    page = text_of(press(plan, "propose", rows("")))
    assert f"{next_year}-01-20 09:00，余 120 人 4 组" in page
