"""The base's list of sessions: state in words, bookings by state, one month at a time."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from studysites.bookings import selectors
from studysites.bookings.dates import ZONE
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import CapacityBucket, ClosedDay, VisitSession
from studysites.bookings.selectors.base_sessions import months_of_base
from studysites.bookings.services import close_session, delete_empty_session
from studysites.bookings.services.moved_offers import offer_move
from tests.factories.flow import make_confirmed, make_hold, start_session
from tests.factories.pages import make_programme
from tests.factories.visits import at, make_booking, make_coordinator, make_session


@pytest.fixture
def manager(client, town):
    client.force_login(town.manager)
    return client


def text_of(response) -> str:
    return response.content.decode()


def state(town, session):
    return selectors.session_of_base(town.base.pk, session.pk).state


def list_url(town) -> str:
    return reverse("bookings:sessions", args=[town.base.code])


def month_of(session) -> str:
    return f"{timezone.localtime(session.starts_at):%Y-%m}"


def test_the_state_says_what_stops_requests(town):
    session = town.session
    assert (state(town, session).code, state(town, session).tone) == ("open", "success")
    VisitSession.objects.filter(pk=session.pk).update(by_ballot=True)
    assert state(town, session).label == "先报名，后抽签" and "当天报名" in state(town, session).note
    VisitSession.objects.filter(pk=session.pk).update(by_ballot=False)
    CapacityBucket.objects.filter(session=session, unit="people").update(taken=120)
    assert state(town, session).label == "已约满"
    close_session(actor=town.manager, session_id=session.pk, reason="检修")
    assert (state(town, session).label, state(town, session).note) == ("停止预约", "检修")
    day = session.starts_at.astimezone(ZONE).date()
    ClosedDay.objects.create(organisation=town.base, day=day, reason="馆内布展")
    assert (state(town, session).label, state(town, session).note) == ("当天闭馆", "馆内布展")
    assert state(town, make_session(town.programme, starts_at=at(1))).label == "已过预约期限"
    assert state(town, make_session(town.programme, starts_at=at(300))).code == "early"
    start_session(session, 30)
    assert state(town, session).label == "进行中"
    start_session(session, 200)
    assert state(town, session).label == "已结束"


def test_a_session_of_a_closed_day_is_not_called_open(manager, town):
    day = town.session.starts_at.astimezone(ZONE).date()
    ClosedDay.objects.create(organisation=town.base, day=day, reason="馆内布展")
    for url in (list_url(town), reverse("bookings:session", args=[town.base.code, town.session.pk])):
        page = text_of(manager.get(url))
        assert "当天闭馆" in page and "馆内布展" in page and "开放预约" not in page


def test_visits_asked_to_move_are_counted_on_both_dates(manager, town):
    target = make_session(town.programme, starts_at=at(29))
    visit = make_confirmed(town.staff, town.session, town.coordinator)
    make_hold(town.session, make_coordinator())
    offer_move(
        actor=town.staff, booking_id=visit.pk, version=visit.version, session_id=target.pk, reason="检修"
    )
    old, new = (selectors.session_of_base(town.base.pk, one.pk) for one in (town.session, target))
    assert old.bookings_words == "改期待答复 1，占位中 1"
    assert new.bookings_words == "改来待答复 1" and not new.deletable
    removing = reverse("bookings:session_delete", args=[town.base.code, target.pk])
    assert removing not in text_of(manager.get(list_url(town), {"month": month_of(target)}))
    with pytest.raises(BookingRefused) as caught:
        delete_empty_session(actor=town.manager, session_id=target.pk)
    assert "曾请 1 个来访改期到这个场次" in caught.value.message
    for one in (town.session, target):
        page = text_of(manager.get(reverse("bookings:session", args=[town.base.code, one.pk])))
        assert town.school.name in page and "改期待答复 1" in page or "请学校改到这一场的来访" in page


def test_one_month_and_one_course_at_a_time(manager, town):
    other = make_programme(town.programme.get_parent(), title="拓片半日")
    first = timezone.localdate(town.session.starts_at).replace(day=1)
    later = datetime.combine((first + timedelta(days=70)).replace(day=3), datetime.min.time(), ZONE)
    far = make_session(other, starts_at=later.replace(hour=9))
    months = months_of_base(town.base.pk)
    assert [(one.value, one.sessions) for one in months] == [(month_of(town.session), 1), (month_of(far), 1)]
    shown = text_of(manager.get(list_url(town)))
    assert f'id="session-{town.session.pk}"' in shown and f'id="session-{far.pk}"' not in shown
    shown = text_of(manager.get(list_url(town), {"month": month_of(far)}))
    assert f'id="session-{far.pk}"' in shown and f'id="session-{town.session.pk}"' not in shown
    shown = text_of(manager.get(list_url(town), {"programme": other.pk, "month": "nonsense"}))
    assert f'id="session-{far.pk}"' in shown and f'id="session-{town.session.pk}"' not in shown


def add(manager, town, day, **values):
    given = {"programme": town.programme.pk, "day": f"{day:%Y-%m-%d}", "start": "14:30", **values}
    return manager.post(f"{list_url(town)}add/", given, follow=True)


def test_a_new_session_says_who_can_book_it(manager, town):
    assert "学校现在可以预约，最晚" in text_of(add(manager, town, at(40)))
    late = text_of(add(manager, town, at(1)))
    assert "学校现在可以预约" not in late and "学校不能再约，基地也不能替学校预约" in late
    assert "起可以预约" in text_of(add(manager, town, at(200)))
    ClosedDay.objects.create(organisation=town.base, day=at(42).date(), reason="馆内布展")
    assert "但当天闭馆（馆内布展）" in text_of(add(manager, town, at(42)))


def test_the_way_back_leads_to_the_page_of_the_session(manager, town):
    start = (timezone.localdate() + timedelta(days=40)).replace(day=2)
    start = (start + timedelta(days=32)).replace(day=2)
    for number in range(31):
        day = datetime.combine(start, datetime.min.time(), ZONE) + timedelta(minutes=10 * number)
        make_session(town.programme, starts_at=day)
    last = VisitSession.objects.latest("starts_at")
    answer = manager.post(
        reverse("bookings:session_resize", args=[town.base.code, last.pk]),
        {"people": 60, "groups": 2},
        follow=True,
    )
    assert "page=2" in answer.redirect_chain[-1][0]
    assert f'id="session-{last.pk}"' in text_of(answer)


def test_a_wrong_time_stands_at_its_field(manager, town):
    past = add(manager, town, at(-1))
    assert past.status_code == 422 and "day" in past.context["form"].errors
    assert "开始时间已经过去" in text_of(past)
    turned = add(manager, town, at(40), end="13:00")
    assert "end" in turned.context["form"].errors and "结束时间要晚于开始时间" in text_of(turned)


def test_more_sessions_ask_no_more_of_the_database(manager, town, django_assert_max_num_queries):
    for hour in range(8, 18):
        make_booking(make_session(town.programme, starts_at=at(28, hour, 30)), make_coordinator())
    manager.get(list_url(town))
    with django_assert_max_num_queries(25):
        manager.get(list_url(town))
