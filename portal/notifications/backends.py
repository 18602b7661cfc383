"""The e-mail backend of Django: mails of allauth and Wagtail become outbox rows too."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from .services import queue_message


class OutboxEmailBackend(BaseEmailBackend):
    """Write every mail handed to Django as a row of the outbox.

    Such a row names no recipient and so never shows on the site: a link that resets a password
    must be proof of owning the mailbox, not of an open session.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue one row per recipient and return the number of mails taken over."""
        for mail in email_messages:
            html = next(
                (str(body) for body, kind in getattr(mail, "alternatives", []) if kind == "text/html"), ""
            )
            for address in mail.recipients():
                queue_message(
                    kind="site.mail",
                    subject=str(mail.subject),
                    body=str(mail.body),
                    html_body=html,
                    to_address=address,
                )
        return len(email_messages)
