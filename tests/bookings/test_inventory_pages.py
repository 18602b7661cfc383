"""The manager's pages of templates and resources: form, preview, error sentence, success, doors."""

import pytest
from django.urls import reverse

from studysites.bookings.enums import ResourceKind
from studysites.bookings.forms.inventory import TemplateForm, initial_of
from studysites.bookings.models import (
    Assignment,
    CapacityBucket,
    Resource,
    ResourceLeave,
    SessionTemplate,
    VisitSession,
)
from studysites.bookings.recurrence import WEEKDAY_WORDS
from studysites.bookings.selectors.templates import template_of_base
from studysites.bookings.services.resources import window_bucket
from studysites.bookings.services.templates import save_template
from studysites.bookings.windows import lunch_windows
from tests.factories.inventory import ahead, make_plan, make_resource
from tests.factories.visits import make_booking


@pytest.fixture
def base(client, town):
    client.force_login(town.manager)
    return client


def url(town, name: str, *args) -> str:
    return reverse(f"bookings:{name}", args=[town.base.code, *args])


def text_of(response) -> str:
    return response.content.decode()


def typed(town, action: str, **values) -> dict:
    return {
        "action": action,
        "version": "0",
        "programme": town.programme.pk,
        "name": "秋季下午场",
        "freq": "WEEKLY",
        "interval": "1",
        "weekdays": list(WEEKDAY_WORDS),
        "month_days": "",
        "starts_on": ahead(21).isoformat(),
        "ends_on": ahead(25).isoformat(),
        "start_time": "14:00",
        "exdates": f"{ahead(22)}，{ahead(99)}",
        "note": "请走南门",
        **values,
    }


def saved(town, **values) -> SessionTemplate:
    made = save_template(actor=town.manager, plan=make_plan(town.programme, **values))
    return SessionTemplate.objects.get(pk=made.template_id)


def test_a_year_without_announced_holidays_is_told_in_the_preview(base, town):
    look = base.post(url(town, "template_add"), typed(town, "preview", exdates=""))
    assert "的放假安排尚未录入" in text_of(look)


def test_fill_in_look_change_and_save(base, town):
    page = base.get(url(town, "template_add"))
    assert page.status_code == 200
    assert "没有保存" not in text_of(page)
    assert "星期几</legend>" in text_of(page) and "每周重复时必选" in text_of(page)
    look = base.post(url(town, "template_add"), typed(town, "preview"))
    assert look.status_code == 200
    assert "还没有保存" in text_of(look)
    assert '共排出</dt><dd class="num">4 场' in text_of(look)
    assert not SessionTemplate.objects.exists()
    back = base.post(url(town, "template_add"), typed(town, "edit"))
    assert back.status_code == 200
    assert "请走南门" in text_of(back)
    done = base.post(url(town, "template_add"), typed(town, "save"), follow=True)
    assert done.redirect_chain == [(url(town, "templates"), 302)]
    assert "排期模板已保存：新增 4 场" in text_of(done)
    template = SessionTemplate.objects.get()
    assert (template.minutes, template.people, template.groups) == (90, 120, 4)
    assert template.exdates == [ahead(22).isoformat()]
    assert VisitSession.objects.filter(template=template).count() == 4
    assert "安排人员" in text_of(base.get(url(town, "sessions")))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"weekdays": []}, "请至少选一个星期几"),
        ({"freq": "DAILY"}, "只有每周重复时才选星期几"),
        ({"freq": "MONTHLY", "weekdays": []}, "请写明每月几号"),
        ({"month_days": "1"}, "只有每月重复时才填每月几号"),
        ({"freq": "MONTHLY", "weekdays": [], "month_days": "第一天"}, "请只填数字"),
        ({"exdates": "明天"}, "不是日期"),
        ({"exdates": "2027-01-01 " * 301}, "最多 300 个"),
        ({"rrule": "FREQ=HOURLY"}, "一天之内重复多次"),
        ({"rrule": "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1"}, "排不出任何以后的场次"),
        ({"ends_on": ahead(420).isoformat()}, "一个模板最多 200 场"),
        ({"ends_on": "9999-12-31"}, "日期范围超过两年"),
        ({"start_time": "23:30"}, "24:00 之前结束"),
        ({"name": ""}, "请填写名称。"),
        ({"programme": "0"}, "处需要修改"),
    ],
)
@pytest.mark.parametrize("action", ["preview", "save"])
def test_what_cannot_be_comes_back_with_a_sentence(base, town, values, said, action):
    page = base.post(url(town, "template_add"), typed(town, action, **values))
    assert page.status_code == 422
    assert said in text_of(page)
    assert "请走南门" in text_of(page)
    assert not SessionTemplate.objects.exists()


def test_edit_starts_from_what_is_stored_and_tells_what_stays(base, town):
    template = saved(town)
    make_booking(VisitSession.objects.filter(template=template).earliest("starts_at"), town.coordinator)
    page = base.get(url(town, "template_edit", template.pk))
    assert 'value="上午场"' in text_of(page)
    values = typed(town, "preview", version=1, freq="DAILY", weekdays=[], exdates="", people="50")
    look = base.post(url(town, "template_edit", template.pk), values)
    assert "更新 4 场" in text_of(look)
    assert "有预约记录的 1 场没有改动" in text_of(look)
    done = base.post(url(town, "template_edit", template.pk), {**values, "action": "save"}, follow=True)
    assert "排期模板已保存" in text_of(done)
    late = base.post(url(town, "template_edit", template.pk), {**values, "action": "save"})
    assert late.status_code == 422
    assert "刚刚有人改动" in text_of(late)


@pytest.mark.parametrize(
    "rule",
    ["FREQ=DAILY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=MONTHLY;BYMONTHDAY=1,-1", "FREQ=DAILY;COUNT=3",
     "FREQ=MONTHLY;BYDAY=1SA", "FREQ=WEEKLY"],
)  # fmt: skip
def test_a_stored_rule_survives_the_form(town, rule):
    plan = make_plan(town.programme, rrule=rule, ends_on=ahead(60), exdates=(ahead(30),))
    template = saved(town, rrule=rule, ends_on=ahead(60), exdates=(ahead(30),))
    row = template_of_base(town.base.pk, template.pk)
    from studysites.bookings.selectors import programmes_of_base

    data = initial_of(row.plan, row.version)
    form = TemplateForm(data, programmes=programmes_of_base(town.base.pk))
    assert form.is_valid(), form.errors
    assert form.plan() == plan


def test_retire_with_and_without_sessions(base, town):
    template = saved(town)
    page = base.get(url(town, "template_retire", template.pk))
    assert "以后的场次" in text_of(page)
    done = base.post(
        url(town, "template_retire", template.pk), {"version": 1, "remove_unused": "on"}, follow=True
    )
    assert "删除 5 场" in text_of(done)
    assert "修改并恢复" in text_of(done)
    late = base.post(url(town, "template_retire", template.pk), {"version": 1})
    assert late.status_code == 422


def test_resources_are_added_changed_and_taken_out_of_use(base, town):
    assert "还没有人员和场地" in text_of(base.get(url(town, "resources")))
    missing = base.post(url(town, "resource_add"), {"kind": "lunch", "name": "餐厅"})
    assert "请填写座位数或车位数" in text_of(missing)
    done = base.post(
        url(town, "resource_add"), {"kind": "lunch", "name": "餐厅", "capacity": "80"}, follow=True
    )
    assert "已新增午餐座位“餐厅”" in text_of(done)
    again = base.post(url(town, "resource_add"), {"kind": "lunch", "name": "餐厅", "capacity": "80"})
    assert (again.status_code, "已有同类同名" in text_of(again)) == (422, True)
    lunch = Resource.objects.get()
    bucket = window_bucket(lunch, *lunch_windows(ahead(7))[0])
    CapacityBucket.objects.filter(pk=bucket.pk).update(taken=60)
    assert 'value="80"' in text_of(base.get(url(town, "resource_edit", lunch.pk)))
    done = base.post(
        url(town, "resource_edit", lunch.pk), {"name": "一楼餐厅", "capacity": "50"}, follow=True
    )
    assert "“一楼餐厅”已保存" in text_of(done)
    assert "有 1 个时段的占用超过新数字" in text_of(done)
    kept = base.post(url(town, "resource_retire", lunch.pk))
    assert (kept.status_code, "没有停用" in text_of(kept)) == (422, True)
    CapacityBucket.objects.filter(pk=bucket.pk).update(taken=0)
    done = base.post(url(town, "resource_retire", lunch.pk), follow=True)
    assert "“一楼餐厅”已停用" in text_of(done)
    base.post(url(town, "resource_restore", lunch.pk))
    assert Resource.objects.get().in_use


def test_leave_lists_the_sessions_and_may_free_them(base, town):
    guide = make_resource(town.base)
    base.post(url(town, "session_resources", town.session.pk), {"resource": guide.pk, "action": "give"})
    day = town.session.starts_at.date().isoformat()
    values = {"first_day": day, "last_day": day, "reason": "培训"}
    assert base.get(url(town, "leave_add", guide.pk)).status_code == 200
    hit = base.post(url(town, "leave_add", guide.pk), values)
    assert hit.status_code == 422
    assert "请假没有登记" in text_of(hit)
    assert url(town, "session_resources", town.session.pk) in text_of(hit)
    done = base.post(url(town, "leave_add", guide.pk), {**values, "release": "1"}, follow=True)
    assert "下列 1 场已取消安排" in text_of(done)
    assert "培训" in text_of(done)
    leave = ResourceLeave.objects.get()
    assert (leave.ends_at - leave.starts_at).days == 1
    assert base.get(url(town, "leave_remove", guide.pk, leave.pk)).status_code == 200
    base.post(url(town, "leave_remove", guide.pk, leave.pk))
    assert not ResourceLeave.objects.exists()
    turned = {**values, "first_time": "10:00", "last_time": "09:00"}
    assert "结束要晚于开始" in text_of(base.post(url(town, "leave_add", guide.pk), turned))
    far = {**values, "last_day": "9999-12-31"}
    assert "请核对年份" in text_of(base.post(url(town, "leave_add", guide.pk), far))


def test_guides_are_given_to_a_session_and_taken_back(base, town):
    page = url(town, "session_resources", town.session.pk)
    assert "还没有讲解员和教室" in text_of(base.get(page))
    guide, room = make_resource(town.base), make_resource(town.base, ResourceKind.ROOM, "研学教室")
    make_resource(town.base, ResourceKind.LUNCH, "餐厅", 80)
    seen = text_of(base.get(page))
    assert ("讲解员甲" in seen, "研学教室" in seen, "餐厅" in seen) == (True, True, False)
    done = base.post(page, {"resource": room.pk, "action": "give"}, follow=True)
    assert "安排已保存" in text_of(done)
    assert Assignment.objects.get(active=True).resource == room
    Resource.objects.filter(pk=guide.pk).update(in_use=False)
    refused = base.post(page, {"resource": guide.pk, "action": "give"})
    assert (refused.status_code, "已停用" in text_of(refused)) == (422, True)
    for strange in ("", "x", "99999999999999", "0"):
        assert base.post(page, {"resource": strange, "action": "give"}).status_code == 422
    base.post(page, {"resource": room.pk, "action": "take"})
    assert not Assignment.objects.filter(active=True).exists()


def addresses(town) -> list[str]:
    template, guide = saved(town), make_resource(town.base)
    leave = ResourceLeave.objects.create(
        resource=guide, starts_at=town.session.starts_at, ends_at=town.session.ends_at
    )
    return [
        url(town, "templates"),
        url(town, "template_add"),
        url(town, "template_edit", template.pk),
        url(town, "template_retire", template.pk),
        url(town, "resources"),
        url(town, "resource_add"),
        url(town, "resource_edit", guide.pk),
        url(town, "resource_retire", guide.pk),
        url(town, "resource_restore", guide.pk),
        url(town, "leave_add", guide.pk),
        url(town, "leave_remove", guide.pk, leave.pk),
        url(town, "session_resources", town.session.pk),
    ]


def test_only_the_base_manager_finds_these_pages(client, town):
    pages = addresses(town)
    for address in pages:
        assert client.get(address).status_code == 302
    for person, status in ((town.manager, 200), (town.staff, 404), (town.user, 404)):
        client.force_login(person)
        assert {client.get(address).status_code for address in pages} == {status}
    client.force_login(town.manager)
    assert client.get(url(town, "template_edit", 0)).status_code == 404
    assert client.get(url(town, "resource_edit", 0)).status_code == 404
    assert client.get(url(town, "session_resources", 0)).status_code == 404
