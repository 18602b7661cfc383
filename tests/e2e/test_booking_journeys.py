"""A day at two bases and a whole grade in the browser, on a phone and on a desktop."""

import re
from datetime import date
from urllib.parse import urlsplit

import pytest

from .booking_steps import book, fill_class, fill_contact, look, press, state

pytestmark = pytest.mark.browser
# Width of the screen -> mark of its classes, and the programmes its two plans are made for.
SCREENS = {
    390: ("丙", "一篇新闻稿里的解放", "宁静致远：在卧龙岗读《诫子书》"),
    1366: ("丁", "半日小师傅：职业与责任", "医者仁心：怎样对待生命"),
}
# Days on which three bases of the starter content have sessions in the morning: Tuesday, Wednesday, Friday.
SHARED_DAYS = (1, 2, 4)
FIRST, SECOND, OTHER = "汉画馆", "解放广场", "卧龙岗"
PUPILS, ADULTS = 40, 2
PEOPLE = PUPILS + ADULTS
CLASSES = 10


@pytest.fixture(params=SCREENS)
def screen(request):
    """Width, mark, programme to be taken whole, programme to be taken in part."""
    return request.param, *SCREENS[request.param]


@pytest.fixture
def open_as(visitor, screen):
    """Open a browser of that width for an account."""
    size = {"viewport": {"width": screen[0], "height": 844}, "bypass_csp": True}
    return lambda account: visitor(account, **size)


def type_way(admin, origin: str, destination: str, minutes: int) -> None:
    """Type the minutes from one base to another in the admin, unless they are there already."""
    admin.goto("/admin/traveltime/")
    row = admin.get_by_role("row").filter(has_text=re.compile(f"{origin}.*{destination}", re.DOTALL))
    if row.count():
        return
    admin.goto("/admin/traveltime/new/")
    for name, base in (("origin", origin), ("destination", destination)):
        option = admin.locator(f"[name={name}] option").filter(has_text=base)
        admin.select_option(f"[name={name}]", value=option.get_attribute("value"))
    admin.fill("[name=minutes]", str(minutes))
    admin.locator("main form [type=submit]").last.click()
    admin.wait_for_url("**/admin/traveltime/")
    assert row.count() == 1


def choose_day(school) -> None:
    """From the desk to the last of the offered days on which all three bases receive groups."""
    school.goto("/desk/school/")
    look(school)
    school.get_by_role("link", name="同一天去两馆").click()
    school.wait_for_url("**/visit/day/")
    look(school)
    links = [link.get_attribute("href") for link in school.locator(".chips a").all()]
    days = [re.search(r"date=([\d-]+)", link)[1] for link in links]
    day = [one for one in days if date.fromisoformat(one).weekday() in SHARED_DAYS][-1]
    school.fill("[name=date]", day)
    school.fill("[name=people]", str(PEOPLE))
    press(school, "找能连起来的场次")
    look(school)


def choose_pair(school) -> str:
    """Take the morning at the first base and the afternoon at the second; return the pair's address."""
    morning = school.locator("#results article").filter(
        has=school.get_by_role("heading", name=re.compile(f"09:00.*{FIRST}"))
    )
    after = morning.first.locator("li").filter(has_text=re.compile(rf"15:00.*{SECOND}"))
    after.first.get_by_role("link", name="选这两场").click()
    school.wait_for_url(re.compile(r"/visit/day/\d+/\d+/"))
    look(school)
    return school.url


def places_left(school, pair: str) -> list[int]:
    """Return the places both sessions of a pair have left, as its page shows them."""
    school.goto(pair)
    return [int(number) for number in re.findall(r"余 (\d+) 人、", school.locator("#main").inner_text())]


def open_from_desk(school, trip: str) -> None:
    """The desk names the trip among what waits for the school."""
    school.goto("/desk/school/")
    look(school)
    school.locator(f"#answers a[href='{urlsplit(trip).path}']").click()
    school.wait_for_url(trip)


def hold_and_submit(school, pair: str, label: str) -> list[str]:
    """Type the class once, hold both, extend, submit both; return the numbers of the bookings."""
    before = places_left(school, pair)
    fill_class(school, label, PUPILS, ADULTS)
    press(school, "两馆一起占位 30 分钟")
    look(school)
    trip = school.url
    assert places_left(school, pair) == [number - PEOPLE for number in before]
    open_from_desk(school, trip)
    fill_contact(school)
    press(school, "再保留 30 分钟")
    look(school)
    assert "不能再延长" in school.locator("#main").inner_text()
    assert school.input_value("[name=contact_name]") == "李老师"
    press(school, "提交两馆的申请")
    look(school)
    assert "两馆的申请都已提交" in school.locator("body").inner_text()
    links = school.get_by_role("link", name=re.compile("查看预约")).all()
    return [link.get_attribute("href").strip("/").split("/")[-1] for link in links]


def decline(base, reference: str) -> None:
    """The first base says no, with a reason."""
    base.goto("/desk/base/hanhuaguan/")
    look(base)
    base.locator("#pending article").filter(has_text=reference).get_by_role("link", name="婉拒").click()
    base.wait_for_url("**/decline/")
    look(base)
    base.fill("[name=reason]", "当天上午设备检修，不能接待。")
    press(base, "婉拒")
    look(base)


def begin_choice(open_as, label: str):
    """Both requests are sent and the first base has declined; the school reads it on its desk."""
    admin, school = open_as("admin"), open_as("coordinator")
    type_way(admin, FIRST, SECOND, 40)
    type_way(admin, OTHER, SECOND, 30)
    choose_day(school)
    pair = choose_pair(school)
    before = places_left(school, pair)
    references = hold_and_submit(school, pair, label)
    trip = school.url
    assert [state(school, one) for one in references] == ["待基地确认"] * 2
    decline(open_as("hanhuaguan-staff"), references[0])
    open_from_desk(school, trip)
    look(school)
    assert "设备检修" in school.locator("#main").inner_text()
    assert places_left(school, pair) == [before[0], before[1] - PEOPLE]
    school.goto(trip)
    return school, pair, before, references


def cancel(school, trip: str) -> None:
    """Call off what still stands, with the kind of reason."""
    school.goto(trip)
    school.get_by_role("link", name="取消这次两馆一日").click()
    school.wait_for_url("**/cancel/")
    look(school)
    school.select_option("[name=reason_code]", label="天气原因")
    press(school, "取消这次两馆一日")
    look(school)


def test_one_base_declines_and_the_school_keeps_the_other(open_as, screen):
    school, pair, before, references = begin_choice(open_as, f"{screen[1]}1班")
    trip = school.url
    press(school, "只去这一馆")
    look(school)
    assert "已决定只去仍然有效的一馆" in school.locator("body").inner_text()
    assert [state(school, one) for one in references] == ["已婉拒", "待基地确认"]
    cancel(school, trip)
    assert [state(school, one) for one in references] == ["已婉拒", "已取消"]
    assert places_left(school, pair) == before


def test_one_base_declines_and_the_school_goes_to_another(open_as, screen):
    school, pair, before, references = begin_choice(open_as, f"{screen[1]}2班")
    trip = school.url
    school.get_by_label(re.compile(OTHER)).first.check()
    press(school, "换到这一场")
    look(school)
    articles = school.locator("#main article")
    replaced = articles.filter(has_text=OTHER)
    assert "待基地确认" in replaced.inner_text()
    new = re.search(r"[A-Z0-9-]{6,}", replaced.get_by_role("link").last.inner_text())[0]
    cancel(school, trip)
    assert [state(school, one) for one in [*references, new]] == ["已婉拒", "已取消", "已取消"]
    assert places_left(school, pair) == before


def test_a_hold_of_both_is_given_up(open_as, screen):
    admin, school = open_as("admin"), open_as("coordinator")
    type_way(admin, FIRST, SECOND, 40)
    choose_day(school)
    pair = choose_pair(school)
    before = places_left(school, pair)
    fill_class(school, f"{screen[1]}3班", PUPILS, 1)
    press(school, "算一算成人够不够")
    look(school)
    assert "还差 1 位" in school.locator("#main").inner_text()
    press(school, "两馆一起占位 30 分钟")
    fill_contact(school)
    press(school, "提交两馆的申请")
    look(school)
    assert "两馆的占位仍为您保留到" in school.locator("#main").inner_text()
    school.get_by_role("link", name="放弃两馆的占位").click()
    school.wait_for_url("**/cancel/")
    look(school)
    press(school, "放弃两馆的占位")
    look(school)
    assert places_left(school, pair) == before


def plan_classes(school, programme: str) -> list[str]:
    """From the desk to the proposal of ten classes, two a session; return the session of each."""
    school.goto("/desk/school/")
    school.get_by_role("link", name="整个年级分几场来").click()
    school.wait_for_url("**/visit/grade/")
    look(school)
    school.locator("li.session").filter(has_text=programme).get_by_role("link").click()
    school.wait_for_url(re.compile(r"/visit/grade/\d+/"))
    look(school)
    school.select_option("[name=grade]", label="七年级")
    school.get_by_text("各班人数差不多？一次列出").click()
    for name, number in (("count", CLASSES), ("pupils", PUPILS), ("adults", ADULTS)):
        school.fill(f"[name={name}]", str(number))
    press(school, "列出班级")
    look(school)
    press(school, "下一步：看安排")
    look(school)
    sessions = chosen_sessions(school)
    assert len(set(sessions)) == CLASSES / 2
    return sessions


def chosen_sessions(school) -> list[str]:
    """Return the session chosen for each class."""
    return [one.input_value() for one in school.locator("select[name$=-session]").all()]


def send_plan(school, mode: str) -> None:
    """Say what to do when a session is full, name the contact, send."""
    school.check(f"[name=mode][value={mode}]")
    fill_contact(school)
    press(school, "提交整个年级")
    look(school)


def test_a_grade_takes_all_sessions_or_none(open_as, screen):
    school = open_as("coordinator")
    sessions = plan_classes(school, screen[2])
    school.select_option("[name=class-2-session]", value=sessions[0])
    press(school, "改好了，再算一算")
    look(school)
    assert "1班、2班、3班" in school.locator(".notice-warning").inner_text()
    send_plan(school, "all")
    assert "没有占用任何名额" in school.locator("[role=alert]").inner_text()
    assert chosen_sessions(school)[2] == sessions[0]

    school.select_option("[name=class-2-session]", value=sessions[2])
    send_plan(school, "all")
    result = school.locator("#taken")
    assert result.get_by_role("article").count() == CLASSES / 2
    assert school.locator("#left").count() == 0
    named = re.findall(r"\d+班", result.inner_text())
    assert sorted(named) == sorted(f"{number}班" for number in range(1, CLASSES + 1))
    result.get_by_role("link").first.click()
    school.wait_for_load_state()
    look(school)
    assert "待基地确认" in school.locator("#main").inner_text()


def test_a_grade_takes_what_is_left_and_lists_the_rest(open_as, screen):
    school, rival = open_as("coordinator"), open_as("coordinator")
    sessions = plan_classes(school, screen[3])
    taken = book(rival, sessions[0], f"{screen[1]}9班", PUPILS * 2, ADULTS * 2)
    school.select_option(f"[name=class-{CLASSES - 1}-session]", value="")
    send_plan(school, "listed")
    assert school.locator("#taken").get_by_role("article").count() == CLASSES / 2 - 1
    left = school.locator("#left")
    assert left.get_by_role("heading", name="1班、2班", exact=True).count() == 1
    assert left.get_by_role("heading", name=f"{CLASSES}班", exact=True).count() == 1
    assert "没有安排场次" in left.inner_text()
    assert state(rival, taken) == "待基地确认"
    school.goto("/desk/school/")
    look(school)
