"""The body of a message as HTML: text stays text, and only addresses of this site become links."""

import re

from django.conf import settings
from django.utils.html import escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe

# What may follow the site's own address; anything else ends the link, full-width punctuation above all.
REST = r"(?![A-Za-z0-9:@\\-]|\.[A-Za-z0-9])(?:[/?#][A-Za-z0-9\-._~:/?#@!$&'()*+,;=%\[\]]*)?"
ENDS_A_SENTENCE = ".,;:!?')]"


def message_html(body: str) -> SafeString:
    """Return the plain text ``body`` as paragraphs; markup typed into it is shown, never run.

    A link's address begins with ``PORTAL_BASE_URL`` and goes on with a path, a query or nothing, so it
    cannot lead to another host.
    """
    parts, end = [], 0
    for match in re.finditer(re.escape(settings.PORTAL_BASE_URL) + REST, body):
        url = match.group().rstrip(ENDS_A_SENTENCE)
        parts += [escape(body[end : match.start()]), format_html('<a href="{}">{}</a>', url, url)]
        end = match.start() + len(url)
    parts.append(escape(body[end:]))
    return mark_safe(linebreaks("".join(parts)))  # noqa: S308 - every part was escaped
