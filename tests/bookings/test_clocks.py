"""What the clock does by itself: reminders, escalation, final numbers, no-shows, ends, and what goes."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.notifications.models import OutgoingMessage
from portal.organisations.models import Role
from portal.taxonomy.models import CalendarDate
from studysites.bookings.dates import ZONE
from studysites.bookings.models import Booking
from studysites.bookings.selectors.clocks import final_numbers_open, overdue_decisions, pending_by_due
from studysites.bookings.services import clocks, decision_reminders
from studysites.bookings.services.attendance import check_in
from studysites.bookings.services.clocks import run_clocks
from studysites.bookings.services.decisions import confirm_booking
from studysites.bookings.services.final_numbers import confirm_final_numbers
from tests.factories.flow import end_hold, make_confirmed, make_hold, make_submitted, start_session
from tests.factories.people import OrganisationFactory
from tests.factories.visits import at, make_booking, make_coordinator, make_member, make_session, party

from .test_attendance import by, code_of
from .test_drafts import draft
from .test_holds import FREE
from .test_requests import taken

DAY = timedelta(days=1)


def monday(hour: int = 10) -> datetime:
    """Return a Monday to come, so that the working days of the week are known."""
    today = timezone.localdate(timezone=ZONE)
    return datetime.combine(today + timedelta(days=7 - today.weekday()), time(hour), tzinfo=ZONE)


@pytest.fixture
def waiting(town):
    """A request made on a Monday at 10:00, to be answered by the end of Thursday."""
    session = make_session(town.programme, starts_at=at(45))
    booking = make_submitted(session, town.coordinator)
    due = datetime.combine(monday().date() + 3 * DAY, time(23, 59, 59), tzinfo=ZONE)
    Booking.objects.filter(pk=booking.pk).update(submitted_at=monday(), decision_due_at=due)
    booking.refresh_from_db()
    return booking


def told(kind: str) -> list:
    rows = OutgoingMessage.objects.filter(kind=kind).order_by("id")
    return [message.recipient for message in rows]


def test_reminders_and_escalation_come_once_each(town, waiting):
    officer = make_member(Role.OFFICER, OrganisationFactory(kind="bureau"))
    start = monday()
    assert run_clocks(start + timedelta(hours=23))["reminded"] == 0
    assert run_clocks(start + DAY)["reminded"] == 1
    assert run_clocks(start + DAY)["reminded"] == 0
    assert told("booking.reminder") == [town.staff, town.manager]
    assert run_clocks(start + 2 * DAY)["reminded"] == 1
    assert len(told("booking.reminder")) == 4
    assert run_clocks(start + 3 * DAY)["reminded"] == 0
    assert run_clocks(waiting.decision_due_at)["reminded"] == 1
    assert told("booking.overdue") == [town.manager, town.user]
    # Two working days after Thursday is Monday.
    assert run_clocks(waiting.decision_due_at + 3 * DAY)["reminded"] == 0
    assert run_clocks(waiting.decision_due_at + 4 * DAY)["reminded"] == 1
    assert told("booking.overdue") == [town.manager, town.user, officer]
    assert run_clocks(waiting.decision_due_at + 5 * DAY)["reminded"] == 0
    stages = AuditEvent.objects.filter(action="booking.reminded").order_by("id")
    assert [event.data["stage"] for event in stages] == [1, 2, 3, 4]


def test_holidays_do_not_count(town, waiting):
    tuesday = monday().date() + DAY
    CalendarDate.objects.create(
        code="x", zh="假日", kind=CalendarDate.Kind.HOLIDAY, starts_on=tuesday, ends_on=tuesday
    )
    assert run_clocks(monday() + DAY)["reminded"] == 0
    assert run_clocks(monday() + 2 * DAY)["reminded"] == 1


def test_after_a_standstill_only_what_still_matters(town, waiting):
    make_member(Role.OFFICER, OrganisationFactory(kind="bureau"))
    assert run_clocks(waiting.decision_due_at + 6 * DAY)["reminded"] == 1
    assert told("booking.reminder") == []
    assert len(told("booking.overdue")) == 3
    waiting.refresh_from_db()
    assert waiting.reminders_sent == 4


def test_two_processes_send_one_message(town, waiting):
    assert decision_reminders.remind(waiting.pk, 0, 1)
    assert not decision_reminders.remind(waiting.pk, 0, 1)
    assert len(told("booking.reminder")) == 2


def test_a_page_open_at_the_base_still_decides_after_a_reminder(town, waiting):
    run_clocks(monday() + DAY)
    done = confirm_booking(actor=town.staff, booking_id=waiting.pk, version=waiting.version)
    done.refresh_from_db()
    assert (done.status, done.decision_due_at) == ("confirmed", None)
    assert run_clocks(monday() + 9 * DAY)["reminded"] == 0


def test_pending_by_due(town, waiting):
    session = make_session(town.programme, starts_at=at(20))
    late = make_submitted(session, town.coordinator, parties=[party("2班")])
    Booking.objects.filter(pk=late.pk).update(decision_due_at=timezone.now() - DAY, reminders_sent=3)
    undated = make_submitted(session, make_coordinator())
    Booking.objects.filter(pk=undated.pk).update(decision_due_at=None)
    rows = pending_by_due(town.base.pk)
    assert [row.row.id for row in rows] == [late.pk, waiting.pk, undated.pk]
    assert [(row.overdue, row.escalated) for row in rows] == [(True, True), (False, False), (False, False)]
    assert [row.row.id for row in overdue_decisions()] == [late.pk]
    assert pending_by_due(OrganisationFactory().pk) == ()


def test_final_numbers_are_asked_two_working_days_before(town):
    visit = make_confirmed(town.staff, make_session(town.programme, starts_at=at(45)), town.coordinator)
    due = datetime.combine(monday().date() + 7 * DAY, time(23, 59, 59), tzinfo=ZONE)
    Booking.objects.filter(pk=visit.pk).update(final_numbers_due_at=due)
    assert run_clocks(monday() + 2 * DAY)["asked"] == 0
    assert final_numbers_open(town.base.pk) == ()
    assert run_clocks(monday() + 3 * DAY)["asked"] == 1
    assert run_clocks(monday() + 3 * DAY)["asked"] == 0
    assert told("booking.numbers_asked") == [town.user]
    assert [row.row.id for row in final_numbers_open(town.base.pk)] == [visit.pk]
    done = confirm_final_numbers(**by(town.user, visit))
    done.refresh_from_db()
    assert done.final_numbers_at is not None and taken(visit.session)["people"] == 42
    assert told("booking.numbers_confirmed") == [town.staff, town.manager]
    assert confirm_final_numbers(**by(town.user, visit)).version == done.version
    assert final_numbers_open(town.base.pk) == ()
    assert code_of(confirm_final_numbers, **by(town.staff, visit)) == "not_allowed"


def test_late_final_numbers_are_on_the_list_and_still_taken(town):
    visit = make_confirmed(town.staff, town.session, town.coordinator)
    Booking.objects.filter(pk=visit.pk).update(final_numbers_due_at=timezone.now() - DAY)
    assert [row.overdue for row in final_numbers_open(town.base.pk)] == [True]
    confirm_final_numbers(**by(town.user, visit))
    assert AuditEvent.objects.get(action="booking.numbers_confirmed").data["late"] is True


def test_final_numbers_of_others_or_too_late(town):
    pending = make_submitted(town.session, town.coordinator)
    assert code_of(confirm_final_numbers, **by(town.user, pending)) == "changed"
    visit = make_confirmed(town.staff, town.session, make_coordinator())
    assert code_of(confirm_final_numbers, **by(town.user, visit)) == "not_allowed"
    start_session(town.session, 5)
    assert code_of(confirm_final_numbers, **by(visit.requested_by, visit)) == "started"


def test_no_show_only_where_arrivals_were_noted_that_day(town):
    came = make_confirmed(town.staff, town.session, town.coordinator)
    missing = make_confirmed(town.staff, town.session)
    start_session(town.session, 30)
    assert run_clocks(timezone.now())["no_shows"] == 0
    check_in(**by(town.staff, came))
    assert run_clocks(town.session.starts_at + timedelta(minutes=19))["no_shows"] == 0
    assert run_clocks(town.session.starts_at + timedelta(minutes=20))["no_shows"] == 1
    missing.refresh_from_db()
    assert missing.status == "no_show" and missing.no_show_at is not None
    assert taken(town.session)["people"] == 42
    assert told("booking.no_show") == [missing.requested_by]
    assert AuditEvent.objects.get(action="booking.no_show").actor is None


def test_arrivals_of_another_base_or_day_say_nothing(town):
    missing = make_confirmed(town.staff, town.session, town.coordinator)
    elsewhere = make_session()
    other = make_submitted(elsewhere)
    other_day = make_submitted(make_session(town.programme, starts_at=at(9)))
    Booking.objects.filter(pk__in=[other.pk, other_day.pk]).update(checked_in_at=timezone.now())
    start_session(town.session, 40)
    start_session(elsewhere, 40)
    assert run_clocks(timezone.now())["no_shows"] == 0
    missing.refresh_from_db()
    assert missing.status == "confirmed"


def test_visits_end_with_their_session(town):
    visit = make_confirmed(town.staff, town.session, town.coordinator)
    start_session(town.session, 30)
    check_in(**by(town.staff, visit))
    assert run_clocks(town.session.ends_at - timedelta(seconds=1))["completed"] == 0
    assert run_clocks(town.session.ends_at)["completed"] == 1
    assert run_clocks(town.session.ends_at)["completed"] == 0
    visit.refresh_from_db()
    assert (visit.status, taken(town.session)) == ("completed", FREE)


def test_request_nobody_answered_ends_with_the_session(town):
    booking = make_submitted(town.session, town.coordinator)
    start_session(town.session, 91)
    done = run_clocks(timezone.now())
    assert (done["unanswered"], done["reminded"]) == (1, 0)
    booking.refresh_from_db()
    assert (booking.status, booking.cancelled_by) == ("cancelled", "system")
    assert taken(town.session) == FREE
    assert set(told("booking.unanswered")) == {town.user, town.staff, town.manager}


def test_unused_drafts_and_holds_go_after_thirty_days(town):
    kept = draft(town)
    old = draft(town, party("2班"))
    ended = end_hold(make_hold(town.session, town.coordinator, parties=[party("3班")]), timezone.now())
    running = make_hold(town.session, town.coordinator, parties=[party("4班")])
    asked = make_booking(town.session, town.coordinator, parties=[party("5班")])
    ended.refresh_from_db()
    assert ended.status == "expired"
    others = Booking.objects.exclude(pk=kept.pk)
    others.update(updated_at=timezone.now() - timedelta(days=31))
    assert run_clocks(timezone.now())["purged"] == 2
    assert run_clocks(timezone.now())["purged"] == 0
    left = set(Booking.objects.values_list("pk", flat=True))
    assert left == {kept.pk, running.pk, asked.pk} and old.pk not in left
    assert taken(town.session)["people"] == 84


def test_a_failing_step_does_not_stop_the_others(town, waiting, monkeypatch):
    def fails(now):
        raise RuntimeError("planted")

    steps = (("broken", fails), *clocks.STEPS)
    monkeypatch.setattr(clocks, "STEPS", steps)
    with pytest.raises(RuntimeError):
        run_clocks(monday() + DAY)
    assert len(told("booking.reminder")) == 2
