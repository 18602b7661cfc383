"""Half hours of lunch seats and coach bays: one grid, one bucket a half hour, never below what is taken."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from studysites.bookings.enums import ResourceKind
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import CapacityBucket, Resource
from studysites.bookings.recurrence import ZONE
from studysites.bookings.selectors.resources import bays_left, lunch_slots, resource_of_base
from studysites.bookings.services.resources import resize_resource, window_bucket
from studysites.bookings.windows import half_hours, lunch_windows, span_words
from tests.factories.inventory import ahead, make_resource
from tests.factories.visits import at, make_session

from .test_decisions import code_of


@pytest.fixture
def guide(town):
    return make_resource(town.base)


def test_lunch_slots_show_seats_before_and_after_the_first_group(town):
    assert lunch_slots(town.base.pk, ahead(7)) == ()
    lunch = make_resource(town.base, ResourceKind.LUNCH, "餐厅", 80)
    make_resource(town.base, ResourceKind.LUNCH, "旧餐厅", 80, in_use=False)
    slots = lunch_slots(town.base.pk, ahead(7))
    assert [f"{timezone.localtime(row.start):%H:%M}" for row in slots] == [
        "11:00", "11:30", "12:00", "12:30", "13:00",
    ]  # fmt: skip
    assert {row.left for row in slots} == {80}
    assert not CapacityBucket.objects.filter(resource=lunch).exists()
    bucket = window_bucket(lunch, slots[1].start, slots[1].end)
    assert (bucket.unit, bucket.capacity) == ("seats", 80)
    assert window_bucket(lunch, slots[1].start, slots[1].end) == bucket
    CapacityBucket.objects.filter(pk=bucket.pk).update(taken=50)
    assert [row.left for row in lunch_slots(town.base.pk, ahead(7))] == [80, 30, 80, 80, 80]


def test_a_coach_takes_a_bay_in_every_half_hour_of_the_visit(town):
    assert bays_left(town.base.pk, town.session) is None
    bays = make_resource(town.base, ResourceKind.COACH_BAY, "东停车场", 4)
    assert bays_left(town.base.pk, town.session) == 4
    windows = half_hours(town.session.starts_at, town.session.ends_at)
    buckets = [window_bucket(bays, *window) for window in windows]
    assert [bucket.unit for bucket in buckets] == ["bays"] * 3
    CapacityBucket.objects.filter(pk=buckets[2].pk).update(taken=3)
    assert bays_left(town.base.pk, town.session) == 1
    later = make_session(town.programme, starts_at=town.session.ends_at)
    assert bays_left(town.base.pk, later) == 4


def test_windows_keep_to_the_grid(town, guide):
    bays = make_resource(town.base, ResourceKind.COACH_BAY, "东停车场", 4)
    assert [f"{start:%H:%M}" for start, _ in half_hours(at(7, 9, 10), at(7, 10, 1))] == [
        "09:00",
        "09:30",
        "10:00",
    ]
    assert half_hours(at(7), at(7)) == ()
    day = datetime(2026, 12, 3, tzinfo=ZONE)
    assert span_words(day, day + timedelta(days=1)) == "12月3日全天"
    assert span_words(day, day + timedelta(days=3)) == "12月3日至12月5日全天"
    assert span_words(day, day + timedelta(hours=2)) == "12月3日 00:00–02:00"
    assert span_words(day + timedelta(hours=9), day + timedelta(days=1)) == "12月3日 09:00 至 12月4日 00:00"
    for start, end in ((at(7, 9, 10), at(7, 9, 40)), (at(7, 9), at(7, 10))):
        with pytest.raises(ValueError, match="half hour"):
            window_bucket(bays, start, end)
    window = half_hours(at(7, 9), at(7, 9, 30))[0]
    with pytest.raises(BookingRefused, match="resource_kind"):
        window_bucket(guide, *window)
    Resource.objects.filter(pk=bays.pk).update(in_use=False)
    with pytest.raises(BookingRefused, match="resource_retired"):
        window_bucket(bays, *window)


def test_a_new_capacity_reaches_coming_windows_but_never_below_taken(town):
    lunch = make_resource(town.base, ResourceKind.LUNCH, "餐厅", 80)
    full, roomy = (window_bucket(lunch, *window) for window in lunch_windows(ahead(7))[:2])
    past = window_bucket(lunch, *lunch_windows(ahead(-7))[0])
    CapacityBucket.objects.filter(pk=full.pk).update(taken=60)
    (kept,) = resize_resource(actor=town.manager, resource_id=lunch.pk, capacity=50)
    assert (kept.start, kept.taken, kept.capacity) == (full.window_start, 60, 80)
    capacities = dict(CapacityBucket.objects.filter(resource=lunch).values_list("pk", "capacity"))
    assert capacities == {full.pk: 80, roomy.pk: 50, past.pk: 80}
    assert resource_of_base(town.base.pk, lunch.pk).capacity == 50
    assert resize_resource(actor=town.manager, resource_id=lunch.pk, capacity=60) == ()
    guide = make_resource(town.base)
    assert code_of(resize_resource, actor=town.manager, resource_id=guide.pk, capacity=2) == "resource_kind"
    assert (
        code_of(resize_resource, actor=town.manager, resource_id=lunch.pk, capacity=0) == "resource_capacity"
    )
