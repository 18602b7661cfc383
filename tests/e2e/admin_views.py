"""Which views the admin has, and which of them show no page of their own."""

import re
from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver, resolve

# Views of one kind of snippet are as good as those of another vocabulary or another window.
ALIKE = ((r"^wagtailsnippets_taxonomy_\w+", "vocabulary"), (r"^wagtailsnippetchoosers_\w+", "window"))
NOT_SEEN = re.compile(
    "|".join(
        (
            r"_results$",  # the rows of a listing that is walked, without its frame
            r"^wagtailadmin_api:|tag_(model_)?autocomplete$",  # data for scripts
            r"chosen(_multiple)?$",  # what a window hands back
            r"preview(_on_add|_on_edit)?$|view_draft$|revisions_view$",  # the public look of a draft
            r":(un)?lock$|:enable(_task)?$|:remove$|set_page_position$",  # deeds
            r"(edit|delete|delete_upload)_multiple$|create(_multiple_from_uploaded_\w+)?$",  # for uploads
            r"chooser_upload$|process_import$|collect_workflow_action_data$",  # answers to a form
            r"url_generator",  # switched off
            r"(login|logout|password_reset\w*|wagtailadmin_account)$",  # the portal's own account pages
            r"(javascript_catalog|sprite|dismissibles|error_test|block_preview|ping|release)$",  # no words
            r"revisions_index$|choose_page_child$",  # leads on to a page, or to a window, that is walked
            r"^(booking|visitsession|wagtailsnippets_organisations_membership):(add|edit|delete|history|usage)$",
            r"^wagtailsnippets_home_correction:(add|delete)$",  # refused to everybody, as the line above
            r"^booking:inspect$",  # the starter content has no booking
        )
    )
)


def kind(namespaces: Iterable[str], name: str | None) -> str:
    """Return one name for the views that are alike."""
    space = ":".join(namespaces)
    for pattern, common in ALIKE:
        space = re.sub(pattern, common, space)
    return f"{space}:{name}" if space else str(name)


def admin_views(resolver: URLResolver, path: str = "", spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the kind of every named view below /admin/."""
    for entry in resolver.url_patterns:
        below = path + str(entry.pattern)
        if not isinstance(entry, URLPattern):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from admin_views(entry, below, inner)
        elif below.startswith("admin/") and entry.name:
            yield kind(spaces, entry.name)


def unseen(paths: Iterable[str]) -> set[str]:
    """Return the views that show something and that none of the addresses leads to."""
    matches = (resolve(path.split("?")[0]) for path in paths)
    seen = {kind(match.namespaces, match.url_name) for match in matches}
    return {view for view in admin_views(get_resolver()) if not NOT_SEEN.search(view)} - seen
