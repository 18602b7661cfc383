"""What other apps put on the page 我的账号: links by role, and sections of their own.

Registered in AppConfig.ready; accounts imports nothing of the apps above it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .models import User


@dataclass(frozen=True)
class HomeLink:
    """One thing the person may do: title, address, one line of explanation."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class HomePart:
    """One section of the page: a template and the names it reads."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


LinkSource = Callable[[User], list[HomeLink]]
PartSource = Callable[[User], HomePart | None]

_links: list[LinkSource] = []
_parts: list[PartSource] = []


def register_home_links(source: LinkSource) -> LinkSource:
    """Have ``source`` asked which links the person gets."""
    if source not in _links:
        _links.append(source)
    return source


def register_home_part(source: PartSource) -> PartSource:
    """Have ``source`` asked for a section of the page; None draws nothing."""
    if source not in _parts:
        _parts.append(source)
    return source


def links_of(user: User) -> list[HomeLink]:
    """Return the person's links in the order of registration."""
    return [link for source in _links for link in source(user)]


def parts_of(user: User) -> list[HomePart]:
    """Return the person's sections in the order of registration."""
    return [part for source in _parts if (part := source(user)) is not None]
