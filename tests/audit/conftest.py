"""Events of any age, a sealed log, and a database whose triggers are off."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from portal.audit import guards
from portal.audit.models import AuditEvent
from portal.audit.retention import purging
from portal.audit.sealing import seal_settled_events
from portal.audit.services import record_event
from tests.factories.people import UserFactory


@pytest.fixture
def write():
    """Return a writer of one event that happened ``days`` ago."""

    def make(days: float = 0.0, actor=None, **data):
        target = actor or UserFactory()
        event = record_event(action="test.done", target=target, actor=actor, **data)
        if days:
            with purging():
                when = timezone.now() - timedelta(days=days)
                AuditEvent.objects.filter(pk=event.pk).update(created_at=when)
            event.refresh_from_db()
        return event

    return make


@pytest.fixture
def sealed(write):
    """Return six events in three seals, an hour old."""
    events = []
    for number in range(3):
        actor = UserFactory()
        events += [write(1 / 24, actor, step=number), write(1 / 24, actor, note="内容")]
        assert seal_settled_events() == 2
    return events


@pytest.fixture
def unguarded():
    """Drop the triggers, as somebody with the database's password could, until the test is rolled back."""
    guards.remove(connection)
