"""What was written to a person, read on the site: for those without an e-mail address the only copy.

Only messages with a recipient appear. Mails that prove owning a mailbox (resetting a password) are
written to an address alone and never come here.
"""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils import timezone

from .models import User

COUNTED = 100


def messages_of(user: User) -> QuerySet[Any]:
    """Return the person's own messages, unread ones first, the newest first among equals."""
    unread = ExpressionWrapper(Q(read_at=None), output_field=BooleanField())
    return user.messages_received.annotate(is_unread=unread).order_by("-is_unread", "-id")


def unread_count(user: User) -> int:
    """Return how many messages the person has not read; 100 stands for more. One query on a small index."""
    return int(user.messages_received.order_by().filter(read_at=None)[:COUNTED].count())


def find_message(user: User, pk: int) -> Any:
    """Return the person's own message of this number, or None for another's and for none."""
    return user.messages_received.filter(pk=pk).first()


def mark_read(user: User, pk: int | None = None) -> int:
    """Note the first reading of one of the person's messages, or of all; return how many were unread."""
    unread = user.messages_received.filter(read_at=None)
    if pk is not None:
        unread = unread.filter(pk=pk)
    return int(unread.update(read_at=timezone.now()))
