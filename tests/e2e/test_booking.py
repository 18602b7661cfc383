"""A visit from sign-up to withdrawal, seen from the school, the bureau and the base."""

import re

import pytest

from .conftest import sign_in
from .mailbox import links_for
from .public_pages import PROGRAMME

pytestmark = pytest.mark.browser
ACCOUNT = {
    "full_name": "联络测试员",
    "username": "erchu-lianluo",
    "email": "erchu-lianluo@example.org",
    "phone": "13800138000",
    "password1": "Shiyan-changjing-2026",
    "password2": "Shiyan-changjing-2026",
}
SCHOOL = "示例第二初级中学（示例）"
CLASSES = (("七年级", "1班", 43, 3), ("七年级", "2班", 43, 2))
PEOPLE = 91


def sign_up(page) -> None:
    """Fill in the form; without the consent it does not go through."""
    page.goto("/account/signup/")
    page.check("[name=purpose][value=coordinator]")
    for name, value in ACCOUNT.items():
        page.fill(f"#main [name={name}]", value)
    page.check("[name=consent]")
    page.get_by_role("button", name="注册").click()
    page.wait_for_url(lambda url: "/account/signup/" not in url)


def confirm_address(page, portal) -> None:
    """Open the link of the mail and press the button."""
    link = links_for(portal.var / "mail", ACCOUNT["email"], "/confirm-email/")[-1]
    page.goto(link)
    page.get_by_role("button", name="确认", exact=True).click()
    page.wait_for_load_state()
    if page.locator("#main [name=login]").count():
        sign_in(page, ACCOUNT["username"], ACCOUNT["password1"])


def request_school(page) -> None:
    """Find the school and ask to be its coordinator."""
    page.goto("/account/school/")
    page.fill("#school-q", "第二初级")
    page.get_by_role("button", name="查找学校").click()
    page.get_by_label(SCHOOL).check()
    page.get_by_role("button", name="申请做联络员").click()
    assert state_of_school(page) == "待审批"


def state_of_school(page) -> str:
    """Return what the school's row says."""
    page.goto("/account/school/")
    return page.get_by_role("row").filter(has_text=SCHOOL).locator("td[data-label=状态]").inner_text().strip()


def places(page, session_path: str) -> int:
    """Return the places the programme's page shows for one session, from the public list."""
    page.goto(PROGRAMME)
    row = page.locator("li.session").filter(has=page.locator(f"a[href='{session_path}']"))
    return int(row.locator(".session-places strong").text_content())


def book(page) -> None:
    """Fill in two classes, hold the places, name the contact, send the request."""
    for number, (grade, label, pupils, adults) in enumerate(CLASSES):
        page.select_option(f"[name=party-{number}-grade]", label=grade)
        page.fill(f"[name=party-{number}-class_label]", label)
        page.fill(f"[name=party-{number}-pupils]", str(pupils))
        page.fill(f"[name=party-{number}-adults]", str(adults))
    # The script counts while they type, without a round trip.
    page.get_by_text("86 名学生至少需要 5 位随行成人，现在填了 5 位，够了。").wait_for()
    page.get_by_role("button", name="占位 30 分钟").click()
    page.wait_for_url("**/hold/")
    total = page.get_by_role("row").filter(has_text="合计").inner_text()
    assert re.findall(r"\d+", total) == ["86", "5"]
    page.fill("[name=contact_name]", "联络测试员")
    page.fill("[name=contact_phone]", "13800138000")
    page.get_by_role("button", name="提交申请").last.click()
    page.wait_for_url("**/done/")


def state_of_booking(page, reference: str) -> str:
    """Return the state the booking's page shows to this reader."""
    page.goto(f"/desk/bookings/{reference}/")
    return page.locator("dl.meta .badge").first.inner_text().strip()


def bureau_row(page, reference: str):
    """Return the booking's row in the bureau's list of visits to come."""
    page.goto("/desk/bureau/")
    return page.get_by_role("row").filter(has_text=reference)


def test_a_school_books_a_visit_and_withdraws_it(portal, visitor):
    school, officer, base = visitor(), visitor("officer"), visitor("hanhuaguan-staff")
    sign_up(school)
    confirm_address(school, portal)
    request_school(school)
    approve(officer)
    assert state_of_school(school) == "有效"

    public = visitor()
    public.goto(PROGRAMME)
    session = public.locator("li.session a[href^='/visit/']").first.get_attribute("href")
    before = places(public, session)
    school.goto(session)
    book(school)
    reference = school.locator("p.code").inner_text().strip()
    assert places(public, session) == before - PEOPLE
    assert state_of_booking(school, reference) == state_of_booking(base, reference)

    base.goto("/desk/base/hanhuaguan/")
    card = base.locator("#pending article").filter(has_text=reference)
    assert SCHOOL in card.inner_text()
    assert "共 91 人" in card.inner_text()
    card.get_by_role("button", name="确认来访").click()
    base.wait_for_load_state()
    assert base.locator("#pending article").filter(has_text=reference).count() == 0
    assert state_of_booking(school, reference) == state_of_booking(base, reference) == "已确认"
    assert "已确认" in bureau_row(officer, reference).inner_text()
    assert places(public, session) == before - PEOPLE

    school.goto(f"/desk/bookings/{reference}/")
    school.get_by_role("link", name="取消这次来访").click()
    school.get_by_role("button", name="取消这次来访").click()
    school.wait_for_url(f"**/desk/bookings/{reference}/")
    assert state_of_booking(school, reference) == state_of_booking(base, reference) == "已取消"
    assert places(public, session) == before
    assert bureau_row(officer, reference).count() == 0


def approve(officer) -> None:
    """Approve the request whose address is confirmed."""
    officer.goto("/desk/approvals/")
    row = officer.get_by_role("row").filter(has_text=ACCOUNT["email"])
    assert "邮箱已确认" in row.inner_text()
    row.get_by_role("button", name="批准").click()
    officer.goto("/desk/approvals/?list=history")
    assert SCHOOL in officer.get_by_role("row").filter(has_text=ACCOUNT["email"]).inner_text()


def test_without_consent_nobody_signs_up(visitor):
    page = visitor()
    page.goto("/account/signup/")
    for name, value in ACCOUNT.items():
        page.fill(f"#main [name={name}]", value.replace("erchu", "wuming"))
    # The server must refuse too, not only the browser.
    page.locator("#main form[method=post]").evaluate("form => { form.noValidate = true }")
    page.get_by_role("button", name="注册").click()
    page.get_by_text("勾选同意后才能注册").first.wait_for()
    assert page.url.endswith("/account/signup/")
