"""Templates make sessions, and an edit never touches what somebody booked or changed."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.taxonomy.models import CalendarDate
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import ClosedDay, SessionTemplate, VisitSession
from studysites.bookings.selectors.templates import template_of_base, templates_of_base
from studysites.bookings.services import (
    add_session,
    close_session,
    decline_booking,
    delete_empty_session,
    resize_session,
    withdraw_booking,
)
from studysites.bookings.services import templates as services
from studysites.bookings.services.templates import (
    make_coming_sessions,
    make_sessions,
    preview_template,
    retire_template,
    save_template,
)
from studysites.bookings.timetable import HORIZON_DAYS, MOST_SESSIONS
from tests.factories.inventory import ahead, make_plan
from tests.factories.pages import make_programme
from tests.factories.visits import at, make_booking

from .test_decisions import code_of


def saving(town, **values):
    return {"actor": town.manager, "plan": make_plan(town.programme, **values)}


def saved(town, **values) -> SessionTemplate:
    return SessionTemplate.objects.get(pk=save_template(**saving(town, **values)).template_id)


def editing(template, town, **values):
    return {**saving(town, **values), "template_id": template.pk, "version": template.version}


def sessions_of(template):
    return list(VisitSession.objects.filter(template=template).order_by("starts_at"))


def local(session) -> str:
    return f"{timezone.localtime(session.starts_at):%H:%M}-{timezone.localtime(session.ends_at):%H:%M}"


def test_a_rule_makes_sessions_with_their_places(town):
    result = save_template(**saving(town, exdates=(ahead(22),), note="请走南门", by_ballot=True))
    template = SessionTemplate.objects.get(pk=result.template_id)
    rows = sessions_of(template)
    assert result.made == 4
    assert [timezone.localdate(row.starts_at) for row in rows] == [ahead(day) for day in (21, 23, 24, 25)]
    assert {(local(row), row.note, row.by_ballot, row.status) for row in rows} == {
        ("14:00-15:30", "请走南门", True, "open")
    }
    assert all(
        dict(row.buckets.values_list("unit", "capacity")) == {"people": 90, "groups": 3} for row in rows
    )
    assert (template.organisation, template.version) == (town.base, 1)
    event = AuditEvent.objects.get(action="template.added")
    assert (event.data["made"], event.actor) == (4, town.manager)


def test_only_up_to_the_horizon_and_a_repeat_makes_nothing(town):
    template = saved(town, rrule="FREQ=DAILY;INTERVAL=2", ends_on=ahead(300))
    assert max(timezone.localdate(row.starts_at) for row in sessions_of(template)) <= ahead(HORIZON_DAYS)
    before = VisitSession.objects.count()
    assert make_sessions(template_id=template.pk).made == 0
    assert make_coming_sessions() == 0
    assert VisitSession.objects.count() == before
    later = timezone.now() + timedelta(days=10)
    assert make_sessions(template_id=template.pk, now=later).made == 5
    assert make_sessions(template_id=template.pk, now=later).made == 0


def test_the_worker_makes_what_is_missing(town):
    template = saved(town)
    VisitSession.objects.filter(pk=sessions_of(template)[2].pk).delete()
    assert make_coming_sessions() == 1
    assert AuditEvent.objects.get(action="template.sessions_made").actor is None
    SessionTemplate.objects.update(in_use=False)
    VisitSession.objects.filter(template=template).delete()
    assert make_coming_sessions() == 0
    assert make_sessions(template_id=template.pk).made == 0


def test_the_worker_goes_on_after_one_fault(town, monkeypatch, caplog):
    template = saved(town)

    def busy(**_values):
        raise BookingRefused("busy")

    monkeypatch.setattr(services, "make_sessions", busy)
    assert make_coming_sessions() == 0
    assert f"template {template.pk} made no sessions: busy" in caplog.text


def test_closed_days_are_passed_over_and_come_back(town):
    closed = ClosedDay.objects.create(organisation=town.base, day=ahead(23), reason="设备检修")
    template = saved(town)
    assert len(sessions_of(template)) == 4
    closed.delete()
    assert make_sessions(template_id=template.pk).made == 1


def test_the_preview_names_holidays_and_closed_days_and_writes_nothing(town):
    CalendarDate.objects.create(code="x-h", zh="某节", kind="holiday", starts_on=ahead(22), ends_on=ahead(23))
    ClosedDay.objects.create(organisation=town.base, day=ahead(23), reason="设备检修")
    before = VisitSession.objects.count()
    preview = preview_template(**saving(town))
    assert [(row.day, row.holiday, row.closed) for row in preview.days] == [
        (ahead(21), "", ""),
        (ahead(22), "某节", ""),
        (ahead(23), "某节", "设备检修"),
        (ahead(24), "", ""),
        (ahead(25), "", ""),
    ]
    assert (preview.total, preview.result.made, preview.words) == (4, 4, "每天")
    assert (VisitSession.objects.count(), SessionTemplate.objects.count()) == (before, 0)
    assert save_template(**saving(town)).made == 4


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("template_name", {"name": " "}),
        ("template_dates", {"ends_on": date(2026, 1, 1)}),
        ("template_dates", {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 3, 1)}),
        ("template_dates", {"ends_on": date(9999, 12, 31)}),
        ("template_dates", {"starts_on": date(1, 1, 1)}),
        ("template_times", {"start_time": time(23, 0)}),
        ("template_times", {"minutes": 0}),
        ("session_capacity", {"groups": 0}),
        ("personal_data", {"note": "身份证 11010519491231002X"}),
        ("template_rule", {"rrule": "FREQ=HOURLY"}),
        ("template_empty", {"rrule": "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1"}),
        ("template_empty", {"exdates": tuple(ahead(day) for day in range(21, 26))}),
        ("template_too_many", {"ends_on": ahead(420)}),
    ],
)
def test_refusals_write_nothing(town, code, values):
    with pytest.raises(BookingRefused) as caught:
        save_template(**saving(town, **values))
    assert caught.value.code == code
    assert code_of(preview_template, **saving(town, **values)) == code
    assert not SessionTemplate.objects.exists()
    if code.startswith("template"):
        assert "没有保存任何改动" in caught.value.message


def test_too_many_names_the_numbers(town):
    with pytest.raises(BookingRefused, match="400 场，一个模板最多 200 场"):
        save_template(**saving(town, ends_on=ahead(420)))
    assert save_template(**saving(town, ends_on=ahead(20 + MOST_SESSIONS))).made == HORIZON_DAYS - 20


def test_a_double_click_makes_one_template(town):
    saved(town)
    assert code_of(save_template, **saving(town)) == "template_exists"
    assert SessionTemplate.objects.count() == 1


def test_a_start_the_programme_has_is_left_to_whoever_made_it(town):
    by_hand = add_session(
        actor=town.manager, programme_id=town.programme.pk, starts_at=at(22, 14), people=7, groups=1
    )
    template = saved(town)
    assert len(sessions_of(template)) == 4
    by_hand.refresh_from_db()
    assert by_hand.template is None
    assert by_hand.buckets.count() == 2
    assert make_sessions(template_id=template.pk).made == 0


def test_an_edit_renews_unused_sessions_in_place(town):
    template = saved(town)
    ids = [row.pk for row in sessions_of(template)]
    result = save_template(**editing(template, town, minutes=60, people=50, note="改到二楼"))
    rows = sessions_of(template)
    assert (result.renewed, result.made, result.removed, result.kept) == (5, 0, 0, 0)
    assert [row.pk for row in rows] == ids
    assert {(local(row), row.note) for row in rows} == {("14:00-15:00", "改到二楼")}
    assert {row.buckets.get(unit="people").capacity for row in rows} == {50}
    template.refresh_from_db()
    assert (template.version, template.minutes) == (2, 60)


def test_an_edit_never_touches_what_was_ever_booked(town):
    template = saved(town)
    standing, withdrawn, declined, *free = sessions_of(template)
    make_booking(standing, town.coordinator)
    gone = make_booking(withdrawn, town.coordinator)
    withdraw_booking(actor=town.user, booking_id=gone.pk, version=1)
    no = make_booking(declined, town.coordinator)
    decline_booking(actor=town.staff, booking_id=no.pk, version=1, reason="检修")
    plan = {"start_time": time(16, 0), "people": 10}
    preview = preview_template(**editing(template, town, **plan))
    result = save_template(**editing(template, town, **plan))
    assert preview.result == result
    assert (result.kept_booked, result.kept, result.removed, result.made) == (3, 3, 2, 2)
    assert "有预约记录的 3 场没有改动" in result.sentence
    rows = sessions_of(template)
    assert [local(row)[:5] for row in rows] == ["14:00", "14:00", "14:00", "16:00", "16:00"]
    assert standing.buckets.get(unit="people").capacity == 90
    assert not VisitSession.objects.filter(pk__in=[row.pk for row in free]).exists()
    assert make_sessions(template_id=template.pk).made == 0


def test_an_edit_never_touches_what_was_changed_by_hand(town):
    template = saved(town)
    closed, larger, *_ = sessions_of(template)
    close_session(actor=town.manager, session_id=closed.pk, reason="检修")
    resize_session(actor=town.manager, session_id=larger.pk, people=200, groups=5)
    result = save_template(**editing(template, town, people=10, ends_on=ahead(23)))
    assert (result.kept_by_hand, result.renewed, result.removed) == (2, 1, 2)
    assert "手工改过的 2 场没有改动" in result.sentence
    closed.refresh_from_db()
    assert closed.status == "closed"
    assert larger.buckets.get(unit="people").capacity == 200


def test_a_session_removed_by_hand_stays_away(town):
    template = saved(town)
    delete_empty_session(actor=town.manager, session_id=sessions_of(template)[1].pk)
    template.refresh_from_db()
    assert (template.exdates, template.version) == ([ahead(22).isoformat()], 2)
    assert make_sessions(template_id=template.pk).made == 0
    assert len(sessions_of(template)) == 4


def test_sessions_that_began_are_history(town):
    template = saved(town)
    first = sessions_of(template)[0]
    VisitSession.objects.filter(pk=first.pk).update(starts_at=at(-1), ends_at=at(-1, 10))
    save_template(**editing(template, town, start_time=time(16, 0), starts_on=ahead(22)))
    first.refresh_from_db()
    assert first.starts_at == at(-1)


def test_of_two_edits_one_wins(town):
    template = saved(town)
    save_template(**editing(template, town, people=10))
    assert code_of(save_template, **editing(template, town, people=20)) == "template_changed"
    assert code_of(preview_template, **editing(template, town, people=20)) == "template_changed"
    retiring = {"actor": town.manager, "template_id": template.pk}
    assert code_of(retire_template, **retiring, version=1) == "template_changed"
    template.refresh_from_db()
    assert template.people == 10


def test_the_programme_of_a_template_stays(town):
    template = saved(town)
    other = make_programme()
    values = {**editing(template, town), "plan": make_plan(other)}
    assert code_of(save_template, **values) == "template_programme"


def test_retiring_keeps_sessions_unless_told(town):
    template = saved(town)
    make_booking(sessions_of(template)[0], town.coordinator)
    result = retire_template(actor=town.manager, template_id=template.pk, version=1)
    assert (result.kept, result.removed) == (5, 0)
    assert make_coming_sessions() == 0
    result = retire_template(actor=town.manager, template_id=template.pk, version=2, remove_unused=True)
    assert (result.kept, result.removed) == (1, 4)
    assert len(sessions_of(template)) == 1
    template.refresh_from_db()
    assert save_template(**editing(template, town)).made == 4
    template.refresh_from_db()
    assert template.in_use


def test_rows_of_a_base(town):
    template = saved(town, exdates=(ahead(22),))
    (row,) = templates_of_base(town.base.pk)
    assert (row.coming, row.words, row.plan.exdates) == (4, "每天", (ahead(22),))
    assert template_of_base(town.base.pk, template.pk) == row
    assert template_of_base(town.base.pk + 1, template.pk) is None


@pytest.mark.parametrize("role", ["staff", "user"])
def test_only_managers_work_on_templates(town, role):
    template = saved(town)
    person = {"actor": getattr(town, role)}
    for service in (save_template, preview_template):
        assert code_of(service, **{**saving(town, name="下午场"), **person}) == "not_allowed"
        assert code_of(service, **{**editing(template, town), **person}) == "not_allowed"
    assert code_of(retire_template, **person, template_id=template.pk, version=1) == "not_allowed"
    assert code_of(save_template, **saving(town, programme_id=0)) == "not_allowed"
    assert code_of(save_template, **{**editing(template, town), "template_id": 0}) == "not_allowed"
