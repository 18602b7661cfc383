"""The public pages as a tree, for the human site map."""

from typing import Any

from django.db.models import Q
from wagtail.models import Page

from portal.taxonomy.models import Topic

from .addresses import addresses_below

# A section with more pages shows the first ones and leads to its own list, which has filters.
SHOWN_PER_SECTION = 60


def topics_in_use() -> list[Topic]:
    """Return the topics that join a live lesson, guide or base. 1 query."""
    used = Q(lessons__live=True) | Q(guides__live=True) | Q(sites__live=True)
    return list(Topic.objects.filter(used).distinct().order_by("sort", "code"))


def site_tree(root: Page) -> list[dict[str, Any]]:
    """Return the live public pages below ``root`` as nested {title, url, children, more}. 2 queries."""
    address = addresses_below(root)
    restricted = Page.objects.private_q()
    pages = root.get_descendants().live().exclude(restricted).order_by("path")
    nodes: dict[str, dict[str, Any]] = {root.path: {"children": [], "more": 0}}
    for page in pages.only("title", "path", "depth", "url_path"):
        parent = nodes.get(page.path[: -Page.steplen])
        if parent is None:
            continue
        node = {"title": page.title, "url": address(page), "children": [], "more": 0}
        nodes[page.path] = node
        if len(parent["children"]) < SHOWN_PER_SECTION:
            parent["children"].append(node)
        else:
            parent["more"] += 1
    return nodes[root.path]["children"]
