"""The privacy text as HTML: it is kept as Markdown, headings and lists only."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown import markdown


def notice_html(body: str) -> SafeString:
    """Return Markdown as HTML; markup typed into the text is shown, never run.

    A heading of the second level stays one: the page's own title is the first.
    """
    return mark_safe(markdown(escape(body), output_format="html"))  # noqa: S308 - escaped just before
