"""How the lower rows tell somebody something without importing the outbox above them.

``settings.PORTAL_MESSAGE_WRITER`` names the function that writes the message, as EMAIL_BACKEND names
a backend; settings is the place that joins the two.
"""

from django.conf import settings
from django.utils.module_loading import import_string

from .models import User


def tell(user: User | None, *, kind: str, subject: str, body: str, to_address: str = "") -> None:
    """Write one message to ``user`` (or to a bare address) inside the caller's transaction.

    ``kind`` is a dotted name such as ``membership.approved``. It is delivered after the commit.
    """
    write = import_string(settings.PORTAL_MESSAGE_WRITER)
    write(kind=kind, subject=subject, body=body, recipient=user, to_address=to_address)
