"""Writing and delivering messages; nothing else opens a connection to a mail server."""

import logging
import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User

from .models import MessageState, OutgoingMessage

logger = logging.getLogger("portal.notifications")

MAX_TRIES = 6
FIRST_WAIT = timedelta(minutes=1)
SUBJECT_LENGTH = 200


def queue_message(
    *,
    kind: str,
    subject: str,
    body: str,
    recipient: User | None = None,
    to_address: str = "",
    html_body: str = "",
) -> OutgoingMessage:
    """Write one message inside the caller's transaction; it is delivered after the commit.

    A recipient without an e-mail address reads it on the site only. ``kind`` is a dotted name such
    as ``booking.confirmed``.
    """
    address = to_address or (recipient.email if recipient is not None else "")
    return OutgoingMessage.objects.create(
        recipient=recipient,
        to_address=address,
        kind=kind,
        subject=subject.replace("\n", " ")[:SUBJECT_LENGTH],
        body=body,
        html_body=html_body,
        state=MessageState.QUEUED if address else MessageState.SENT,
    )


def deliver_due_messages(limit: int = 50) -> int:
    """Send the messages that are due, oldest first, and return how many went out.

    Each one is claimed before it is sent, so two workers never send one twice; a failure waits
    1, 2, 4 ... minutes and is given up on after six tries, visibly. Never call inside a transaction.
    """
    due = OutgoingMessage.objects.filter(state=MessageState.QUEUED, next_try_at__lte=timezone.now())
    sent = 0
    for pk in list(due.order_by("id").values_list("pk", flat=True)[:limit]):
        message = claim(pk)
        if message is not None and attempt(message):
            sent += 1
    return sent


def claim(pk: int) -> OutgoingMessage | None:
    """Take a due message for this worker by moving its next try ahead; None when another took it."""
    now = timezone.now()
    with transaction.atomic():
        message = OutgoingMessage.objects.filter(
            pk=pk, state=MessageState.QUEUED, next_try_at__lte=now
        ).first()
        if message is None:
            return None
        won = OutgoingMessage.objects.filter(pk=pk, tries=message.tries, next_try_at__lte=now).update(
            tries=message.tries + 1, next_try_at=now + FIRST_WAIT * 2**message.tries
        )
    message.tries += 1
    return message if won else None


def attempt(message: OutgoingMessage) -> bool:
    """Send one claimed message and note the outcome on its row."""
    try:
        transmit(message)
    except Exception as error:  # noqa: BLE001 - any failure of a transport is a failed try
        gave_up = message.tries >= MAX_TRIES
        OutgoingMessage.objects.filter(pk=message.pk).update(
            error=f"{type(error).__name__}: {error}"[:300],
            state=MessageState.STUCK if gave_up else MessageState.QUEUED,
        )
        logger.warning("message %s not sent (try %s): %s", message.pk, message.tries, error)
        return False
    OutgoingMessage.objects.filter(pk=message.pk).update(
        state=MessageState.SENT, sent_at=timezone.now(), error=""
    )
    return True


def transmit(message: OutgoingMessage) -> None:
    """Hand one message to the transport of settings: a mail server, or a file in var/mail."""
    mail = EmailMultiAlternatives(
        message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.to_address]
    )
    if message.html_body:
        mail.attach_alternative(message.html_body, "text/html")
    if settings.PORTAL_MAIL_TRANSPORT == "file":
        write_mail_file(mail, message.pk)
        return
    mail.connection = get_connection(f"{SmtpBackend.__module__}.{SmtpBackend.__name__}")
    mail.send()


def write_mail_file(mail: EmailMultiAlternatives, pk: int) -> None:
    """Write one mail as an .eml file only its owner can read."""
    folder = Path(settings.PORTAL_MAIL_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stamp = timezone.localtime().strftime("%Y%m%d-%H%M%S")
    path = folder / f"{stamp}-{pk}-{uuid.uuid4().hex[:6]}.eml"
    path.write_bytes(mail.message().as_bytes())
    path.chmod(0o600)
