"""A booking's life in the browser: wait, be promoted, accept, change, shrink, cancel; phone and desktop."""

import pytest

from .booking_steps import (
    add_session,
    book,
    fill_class,
    look,
    places,
    press,
    state,
    wait_for_state,
    wait_in_line,
)

pytestmark = pytest.mark.browser
# Width of the screen -> hour of this run's sessions and the names of its classes.
SCREENS = {390: ("15:00", "甲"), 1366: ("17:30", "乙")}


@pytest.fixture(params=SCREENS)
def screen(request):
    """Width, hour, name."""
    return request.param, *SCREENS[request.param]


@pytest.fixture
def people(visitor, screen):
    """The coordinator and the base's manager, at that width."""
    size = {"viewport": {"width": screen[0], "height": 844}, "bypass_csp": True}
    return visitor("coordinator", **size), visitor("hanhuaguan-manager", **size)


def test_wait_be_promoted_accept_and_cancel(people, screen):
    school, base = people
    _, hour, name = screen
    session = add_session(base, 18, hour)
    first = book(school, session, f"{name}1班", 50, 4)
    assert places(base, session) == (54, 60)

    waiting = wait_in_line(school, session, f"{name}2班", 40, 2)
    assert state(school, waiting) == "候补中"
    look(school)
    assert "贵校排在第一位" in school.locator("#main").inner_text()
    assert places(base, session) == (54, 60)

    school.goto(f"/desk/bookings/{first}/withdraw/")
    look(school)
    school.locator("#main form button[type=submit]").last.click()
    wait_for_state(school, waiting, "候补可确认")
    assert places(base, session) == (42, 60)
    school.goto(f"/desk/bookings/{waiting}/offer/")
    look(school)
    press(school, "接受")
    assert state(school, waiting) == "待基地确认"

    base.goto(f"{'/desk/base/hanhuaguan/'}")
    look(base)
    card = base.locator("#pending article").filter(has_text=waiting)
    card.get_by_role("button", name="确认来访").click()
    base.wait_for_load_state()
    assert state(school, waiting) == "已确认"
    school.goto(f"/desk/bookings/{waiting}/withdraw/")
    school.locator("#main form button[type=submit]").last.click()
    school.wait_for_load_state()
    assert state(school, waiting) == "已取消"
    assert places(base, session) == (0, 60)


def test_change_numbers_and_date_and_shrink(people, screen):
    school, base = people
    _, hour, name = screen
    session, other = add_session(base, 24, hour), add_session(base, 25, hour)
    reference = book(school, session, f"{name}3班", 30, 2)

    school.goto(f"/desk/bookings/{reference}/classes/")
    look(school)
    fill_class(school, f"{name}3班", 40, 2)
    school.locator("#main form button.btn-primary[type=submit]").last.click()
    school.wait_for_load_state()
    assert places(base, session) == (42, 60)

    school.goto(f"/desk/bookings/{reference}/date/")
    look(school)
    school.locator(f"[name=session][value='{other}']").check()
    press(school, "改到这个时间")
    assert (places(base, session), places(base, other)) == ((0, 60), (42, 60))

    school.goto(f"/desk/bookings/{reference}/give-back/")
    look(school)
    school.locator("#main form input[type=number]").first.fill("35")
    press(school, "放回名额")
    assert places(base, other) == (37, 60)
    assert state(school, reference) == "待基地确认"
    look(school)


def test_what_a_base_cannot_take_is_said_and_kept(people, screen):
    school, base = people
    _, hour, name = screen
    session = add_session(base, 26, hour)
    school.goto(f"/visit/{session}/")
    fill_class(school, f"{name}4班", 59, 1)
    press(school, "占位 30 分钟")
    look(school)
    assert "还差" in school.locator("#main").inner_text()
