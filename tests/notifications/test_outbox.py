"""The outbox: rows first, sent once, retried, given up on visibly."""

from datetime import timedelta

import pytest
from django.core.mail import get_connection, send_mail
from django.db import transaction
from django.utils import timezone

from portal.notifications import services
from portal.notifications.models import MessageState, OutgoingMessage
from portal.notifications.services import deliver_due_messages, queue_message
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_mail_of_any_app_becomes_a_row_and_then_a_file(settings, tmp_path):
    """Django's own mail function passes through the outbox; the embedded transport writes .eml."""
    user = UserFactory()
    backend = get_connection("portal.notifications.backends.OutboxEmailBackend")
    send_mail("您好", "正文", None, [user.email], connection=backend)
    message = OutgoingMessage.objects.get()
    assert (message.to_address, message.state) == (user.email, MessageState.QUEUED)
    assert message.recipient is None, "a reset link must not show to whoever has the session"
    assert deliver_due_messages() == 1
    message.refresh_from_db()
    assert message.state == MessageState.SENT
    files = list((tmp_path / "mail").glob("*.eml"))
    assert len(files) == 1
    assert files[0].stat().st_mode & 0o077 == 0


def test_message_is_not_sent_twice():
    """A second delivery finds nothing to do."""
    queue_message(kind="test", subject="一次", body="正文", to_address="a@example.org")
    assert (deliver_due_messages(), deliver_due_messages()) == (1, 0)


def test_message_of_a_rolled_back_change_never_exists():
    """The row belongs to the transaction of what it tells about."""
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue_message(kind="test", subject="不存在", body="正文", to_address="a@example.org")
        raise ZeroDivisionError
    assert not OutgoingMessage.objects.exists()


def test_recipient_without_address_reads_on_the_site():
    """Nothing is due for somebody without e-mail, and the row is there to be read."""
    user = UserFactory(email="")
    queue_message(kind="test", subject="站内", body="正文", recipient=user)
    assert deliver_due_messages() == 0
    assert user.messages_received.count() == 1


def test_failure_waits_and_is_given_up_on_after_six_tries(monkeypatch):
    """Each try waits longer; the last one leaves the message stuck with the reason."""

    def refuse(message):
        raise OSError("connection refused")

    monkeypatch.setattr(services, "transmit", refuse)
    queue_message(kind="test", subject="失败", body="正文", to_address="a@example.org")
    for _ in range(services.MAX_TRIES):
        OutgoingMessage.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
        deliver_due_messages()
    message = OutgoingMessage.objects.get()
    assert (message.state, message.tries) == (MessageState.STUCK, 6)
    assert "connection refused" in message.error
