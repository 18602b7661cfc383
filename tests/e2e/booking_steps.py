"""Steps of a coordinator and a base, each on the pages people use; every page passed is looked at by axe."""

import re
import time
from datetime import date, timedelta

from .test_public_pages import AXE, RUN_AXE, described

BASE = "/desk/base/hanhuaguan"
# The tick comes by every ten seconds.
TICK_PATIENCE = 45


def look(page) -> None:
    """No accessibility violation, no page wider than the screen."""
    page.evaluate(AXE)
    assert described(page.evaluate(RUN_AXE)) == [], page.url
    width = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width[0] <= width[1], (page.url, width)


def add_session(manager, days: int, start: str, people: int = 60, groups: int = 2) -> str:
    """Add a session of the base's first programme and return its number."""
    manager.goto(f"{BASE}/sessions/add/")
    manager.locator("[name=programme]").select_option(index=1)
    manager.fill("[name=day]", (date.today() + timedelta(days=days)).isoformat())
    manager.fill("[name=start]", start)
    manager.fill("[name=people]", str(people))
    manager.fill("[name=groups]", str(groups))
    manager.locator("#main form button[type=submit]").last.click()
    manager.wait_for_url(re.compile(f"{BASE}/sessions/($|\\?)"))
    return max(re.findall(rf"{BASE}/sessions/(\d+)/", manager.content()), key=int)


def fill_class(page, label: str, pupils: int, adults: int) -> None:
    """Type the only class."""
    page.select_option("[name=party-0-grade]", label="七年级")
    page.fill("[name=party-0-class_label]", label)
    page.fill("[name=party-0-pupils]", str(pupils))
    page.fill("[name=party-0-adults]", str(adults))


def fill_contact(page) -> None:
    """Type who leads the group."""
    page.fill("[name=contact_name]", "李老师")
    page.fill("[name=contact_phone]", "13800138000")


def press(page, name: str) -> None:
    """Press the last button of that name and wait for the next page."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).last.click()


def book(page, session: str, label: str, pupils: int, adults: int) -> str:
    """Hold, name the contact, send; return the booking's number."""
    page.goto(f"/visit/{session}/")
    look(page)
    fill_class(page, label, pupils, adults)
    press(page, "占位 30 分钟")
    look(page)
    fill_contact(page)
    press(page, "提交申请")
    look(page)
    return page.locator("p.code").inner_text().strip()


def wait_in_line(page, session: str, label: str, pupils: int, adults: int) -> str:
    """Join the queue of a full session; return the booking's number."""
    page.goto(f"/visit/{session}/")
    look(page)
    if page.get_by_role("button", name="下一步：加入候补", exact=True).count() == 0:
        fill_class(page, label, pupils, adults)
        press(page, "占位 30 分钟")
        look(page)
        press(page, "加入候补…")
    fill_class(page, label, pupils, adults)
    press(page, "下一步：加入候补")
    look(page)
    fill_contact(page)
    page.locator("#main form button.btn-primary[type=submit]").last.click()
    page.wait_for_load_state()
    return re.search(r"/desk/bookings/([^/]+)/", page.url)[1]


def state(page, reference: str) -> str:
    """Return the state the booking's page shows."""
    page.goto(f"/desk/bookings/{reference}/")
    return page.locator("dl.meta .badge").first.inner_text().strip()


def wait_for_state(page, reference: str, wanted: str) -> None:
    """Look again until the tick has done its work."""
    end = time.monotonic() + TICK_PATIENCE
    while (now := state(page, reference)) != wanted:
        assert time.monotonic() < end, now
        page.wait_for_timeout(1000)


def places(page, session: str) -> tuple[int, int]:
    """Return people taken and capacity of a session, as its page shows them to the base."""
    page.goto(f"{BASE}/sessions/{session}/")
    taken, size = re.search(r"已占用\s*(\d+) / (\d+) 人", page.locator("#main").inner_text()).groups()
    return int(taken), int(size)
