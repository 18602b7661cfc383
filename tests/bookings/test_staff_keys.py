"""Every form of a base's managers pressed twice: one thing is made, and the answer is the first one."""

import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEvent
from studysites.bookings.enums import ResourceKind
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import (
    Assignment,
    IdempotencyRecord,
    PriceItem,
    Resource,
    ResourceLeave,
    SessionTemplate,
    VisitSession,
)
from studysites.bookings.services.assignments import add_leave, assign_resource
from studysites.bookings.services.closed_days import close_day
from studysites.bookings.services.prices import set_price
from studysites.bookings.services.resources import add_resource, retire_resource, window_bucket
from studysites.bookings.services.sessions import add_session, close_session, delete_empty_session
from studysites.bookings.services.short_writes import write
from studysites.bookings.services.templates import save_template
from studysites.bookings.windows import lunch_windows
from tests.factories.inventory import ahead, make_plan, make_resource
from tests.factories.visits import at, make_session

from .test_inventory_pages import typed as typed_template

KEY = re.compile(r'name="key"[^>]*value="([0-9a-f-]{36})"')
REUSED = "这张表已经提交过"


@pytest.fixture
def base(client, town):
    client.force_login(town.manager)
    return client


def url(town, name, *args) -> str:
    return reverse(f"bookings:{name}", args=[town.base.code, *args])


def add_session_form(town):
    typed = {
        "programme": town.programme.pk, "day": f"{ahead(30):%Y-%m-%d}", "start": "09:00",
        "people": 40, "groups": 1,
    }  # fmt: skip
    return url(town, "session_add"), typed, {"people": 60}


def close_session_form(town):
    return url(town, "session_close", town.session.pk), {"reason": "馆内检修"}, {"reason": "布展"}


def reopen_session_form(town):
    close_session(actor=town.manager, session_id=town.session.pk, reason="馆内检修")
    return url(town, "session_reopen", town.session.pk), {}, None


def resize_session_form(town):
    return url(town, "session_resize", town.session.pk), {"people": 80, "groups": 3}, {"people": 90}


def delete_session_form(town):
    return url(town, "session_delete", town.session.pk), {}, None


def close_day_form(town):
    typed = {"day": f"{ahead(40):%Y-%m-%d}", "reason": "馆内布展", "action": "close"}
    return url(town, "closed_days"), typed, {"reason": "消防检查"}


def reopen_day_form(town):
    close_day(actor=town.manager, organisation_id=town.base.pk, day=ahead(40), reason="馆内布展")
    return url(town, "closed_day", ahead(40)), {}, None


def set_price_form(town):
    typed = {"label": "拓印材料", "per": "pupil", "yuan": "12.50", "note": ""}
    return url(town, "programme_prices", town.programme.pk), typed, {"yuan": "15"}


def coming_price(town) -> PriceItem:
    values = {"label": "门票", "per": "pupil", "amount_fen": 500, "valid_from": ahead(20)}
    return set_price(actor=town.manager, programme_id=town.programme.pk, **values)


def stop_price_form(town):
    """A price announced for later is deleted when it is withdrawn."""
    item = coming_price(town)
    return url(town, "programme_prices", town.programme.pk), {"stop": item.pk}, None


def rules_form(town):
    typed = {
        "version": 1, "create_notice": 6, "change_notice": 5, "final_numbers_notice": 3, "cancel_notice": 0,
        "opens_days_before": 90, "decision_days": 3, "late_limit_minutes": 20, "pupils_per_adult_lower": 10,
        "pupils_per_adult_middle": 15, "pupils_per_adult_upper": 20,
    }  # fmt: skip
    return url(town, "rules"), typed, {"create_notice": 7}


def reserve_form(town):
    until = timezone.localdate() + timedelta(days=2)
    typed = {"band": "rural", "people": 20, "groups": 1, "until": f"{until:%Y-%m-%d}"}
    return url(town, "reserve", town.session.pk), typed, {"people": 30}


def add_template_form(town):
    return url(town, "template_add"), typed_template(town, "save"), {"name": "另一个"}


def template_of(town) -> int:
    return save_template(actor=town.manager, plan=make_plan(town.programme)).template_id


def edit_template_form(town):
    values = typed_template(town, "save", version="1")
    return url(town, "template_edit", template_of(town)), values, {"note": "请走北门"}


def retire_template_form(town):
    typed = {"version": 1, "remove_unused": "on"}
    return url(town, "template_retire", template_of(town)), typed, {"remove_unused": ""}


def add_resource_form(town):
    return url(town, "resource_add"), {"kind": "guide", "name": "讲解员甲"}, {"name": "讲解员乙"}


def edit_resource_form(town):
    """One window has more taken than the new number, which the answer says each time."""
    area = make_resource(town.base, ResourceKind.LUNCH, "餐厅", 40)
    bucket = window_bucket(area, *lunch_windows(ahead(20))[0])
    type(bucket).objects.filter(pk=bucket.pk).update(taken=30)
    return url(town, "resource_edit", area.pk), {"name": "大餐厅", "capacity": 20}, {"capacity": 25}


def retire_resource_form(town):
    return url(town, "resource_retire", make_resource(town.base).pk), {}, None


def restore_resource_form(town):
    guide = make_resource(town.base)
    retire_resource(actor=town.manager, resource_id=guide.pk)
    return url(town, "resource_restore", guide.pk), {}, None


def assigned(town) -> Resource:
    guide = make_resource(town.base)
    assign_resource(actor=town.manager, session_id=town.session.pk, resource_id=guide.pk)
    return guide


def add_leave_form(town):
    """The session that lost its guide is named each time."""
    day = f"{timezone.localtime(town.session.starts_at):%Y-%m-%d}"
    typed = {"first_day": day, "last_day": day, "reason": "培训", "release": "1"}
    return url(town, "leave_add", assigned(town).pk), typed, {"reason": "检修"}


def remove_leave_form(town):
    guide = make_resource(town.base)
    times = {"starts_at": at(30), "ends_at": at(31)}
    add_leave(actor=town.manager, resource_id=guide.pk, **times)
    return url(town, "leave_remove", guide.pk, ResourceLeave.objects.get().pk), {}, None


def assign_form(town):
    guide = make_resource(town.base)
    return url(town, "session_resources", town.session.pk), {"resource": guide.pk, "action": "give"}, None


def unassign_form(town):
    typed = {"resource": assigned(town).pk, "action": "take"}
    return url(town, "session_resources", town.session.pk), typed, None


FORMS = [
    add_session_form, close_session_form, reopen_session_form, resize_session_form, delete_session_form,
    close_day_form, reopen_day_form, set_price_form, stop_price_form, rules_form, reserve_form,
    add_template_form, edit_template_form, retire_template_form, add_resource_form, edit_resource_form,
    retire_resource_form, restore_resource_form, add_leave_form, remove_leave_form, assign_form,
    unassign_form,
]  # fmt: skip


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def state() -> tuple:
    models = (AuditEvent, VisitSession, PriceItem, SessionTemplate, Resource, ResourceLeave, Assignment)
    return tuple(model.objects.count() for model in models)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_a_double_press_does_it_once_and_answers_as_the_first_time(base, town, form):
    address, typed, other = form(town)
    key = KEY.search(base.get(address).content.decode())[1]
    events = AuditEvent.objects.count()
    first = base.post(address, {**typed, "key": key})
    assert first.status_code == 302, first.content.decode()
    words, done = said(first), state()
    assert words and AuditEvent.objects.count() > events
    base.get(first.url)
    second = base.post(address, {**typed, "key": key})
    assert (second.status_code, second.url) == (302, first.url)
    assert (said(second), state()) == (words, done)
    if other is not None:
        base.get(first.url)
        third = base.post(address, {**typed, **other, "key": key})
        assert third.status_code == 422 and REUSED in third.content.decode()
        assert state() == done


@pytest.mark.parametrize(
    "form",
    [delete_session_form, reopen_day_form, remove_leave_form, stop_price_form],
    ids=lambda one: one.__name__,
)
def test_another_key_finds_nothing_of_what_is_gone(base, town, form):
    address, typed, _ = form(town)
    base.post(address, {**typed, "key": str(uuid.uuid4())})
    for key in (str(uuid.uuid4()), "", "x"):
        assert base.post(address, {**typed, "key": key}).status_code == 404


def test_a_refusal_leaves_the_key_usable(town):
    values = {"actor": town.manager, "organisation_id": town.base.pk, "kind": "guide", "key": "k"}
    with pytest.raises(BookingRefused) as caught:
        add_resource(**values, name="")
    assert caught.value.code == "resource_name" and not IdempotencyRecord.objects.exists()
    assert add_resource(**values, name="讲解员甲") == add_resource(**values, name="讲解员甲")
    assert Resource.objects.count() == 1


def test_without_a_key_nothing_is_remembered(town):
    values = {"actor": town.manager, "programme_id": town.programme.pk, "people": 40, "groups": 1}
    add_session(**values, starts_at=at(31))
    with pytest.raises(BookingRefused) as caught:
        add_session(**values, starts_at=at(31))
    assert caught.value.code == "session_exists" and not IdempotencyRecord.objects.exists()


def test_keys_of_others_and_of_other_actions(town):
    def pressed(actor, action):
        return write(lambda: action, actor=actor, action=action, key="k", body={})

    assert [pressed(town.manager, "a"), pressed(town.staff, "b"), pressed(town.manager, "a")] == [
        "a",
        "b",
        "a",
    ]
    with pytest.raises(BookingRefused) as caught:
        pressed(town.manager, "b")
    assert caught.value.code == "key_reused" and REUSED in caught.value.message


def test_an_answer_whose_row_is_gone_is_told(town):
    values = {"actor": town.manager, "programme_id": town.programme.pk, "people": 40, "groups": 1, "key": "k"}
    session = add_session(**values, starts_at=at(31))
    delete_empty_session(actor=town.manager, session_id=session.pk)
    with pytest.raises(BookingRefused) as caught:
        add_session(**values, starts_at=at(31))
    assert caught.value.code == "key_reused" and "后来被删除" in caught.value.message


def test_a_repeat_after_the_session_began_gets_the_first_answer(town):
    session = make_session(town.programme, starts_at=at(32))
    guide = make_resource(town.base)
    values = {"actor": town.manager, "session_id": session.pk, "resource_id": guide.pk, "key": "k"}
    first = assign_resource(**values)
    VisitSession.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    assert assign_resource(**values) == first
