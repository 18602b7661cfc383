"""What is searchable: written with its publication, read by every index afterwards.

``write_entry`` and ``remove_entry`` are the only writers of ``SearchEntry``. Each change takes the
next number by updating one row in the same transaction; the row's lock is held to the commit, so
numbers become visible in their order.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from .analysis import storable
from .models import EntryNumber, SearchEntry
from .syncing import sync_if_unseen, sync_index

__all__ = [
    "EntryData", "refresh_sources", "register_source", "remove_entry", "sync_index", "write_entry",
    "write_thing",
]  # fmt: skip

logger = logging.getLogger(__name__)

COUNTER = 1
# A publication never waits for the build of a large index; the worker does that.
ENTRIES_BUILT_ON_COMMIT = 2_000
WRITTEN_FIELDS = (
    "kind", "object_id", "title", "body", "keywords", "url", "parent", "file", "facets", "card",
)  # fmt: skip

_sources: dict[str, Callable[[], int]] = {}


@dataclass(frozen=True)
class EntryData:
    """One searchable thing.

    ``key`` is kind:number and at most 80 characters. ``body`` is plain text and is shown in
    snippets, ``keywords`` are found and never shown. ``facets`` are codes by facet of the schema,
    ``card`` is what a result card shows besides (any JSON). ``parent`` and ``file`` say whose file and
    which one, for a place in a file.
    """

    key: str
    kind: str
    object_id: int
    title: str
    body: str = ""
    keywords: str = ""
    url: str = ""
    parent: str = ""
    file: str = ""
    facets: Mapping[str, list[str]] = field(default_factory=dict)
    card: Mapping[str, Any] = field(default_factory=dict)


def write_entry(data: EntryData) -> bool:
    """Make a thing searchable or renew it; False when nothing about it changed.

    Joins the caller's transaction; after its commit this machine's index is brought up to date.
    """
    values = written_values(data)
    with transaction.atomic():
        known = SearchEntry.objects.filter(key=data.key, deleted=False).values(*WRITTEN_FIELDS).first()
        if known == values:
            return False
        number = next_number()
        SearchEntry.objects.update_or_create(
            key=data.key, defaults={**values, "number": number, "deleted": False}
        )
        sync_on_commit(number)
    return True


def write_thing(kinds: Iterable[str], object_id: int, entries: Iterable[EntryData]) -> int:
    """Make the entries of one thing exactly these: itself and the places of its files; none withdraws it.

    ``kinds`` are those the thing may have had. Joins the caller's transaction; returns how many entries
    changed. What did not change costs one query for all.
    """
    wanted = {entry.key: entry for entry in entries}
    changed = 0
    with transaction.atomic():
        rows = SearchEntry.objects.filter(kind__in=list(kinds), object_id=object_id, deleted=False)
        known = {row["key"]: row for row in rows.values("key", *WRITTEN_FIELDS)}
        for key, entry in wanted.items():
            if known.get(key) != {"key": key, **written_values(entry)}:
                changed += write_entry(entry)
        for key in known.keys() - wanted.keys():
            changed += remove_entry(key)
    return changed


def written_values(data: EntryData) -> dict[str, Any]:
    """The columns of an entry as the database takes them."""
    values = {name: clean(getattr(data, name)) for name in WRITTEN_FIELDS}
    return {**values, "title": values["title"][:300]}


def remove_entry(key: str) -> bool:
    """Withdraw a thing: its row stays as a mark without its text. False when it was not searchable."""
    with transaction.atomic():
        entry = SearchEntry.objects.filter(key=key, deleted=False).first()
        if entry is None:
            return False
        entry.number = next_number()
        entry.deleted = True
        entry.title = entry.body = entry.keywords = entry.url = entry.file = ""
        entry.facets, entry.card = {}, {}
        entry.save()
        sync_on_commit(entry.number)
    return True


def register_source(name: str, refresh: Callable[[], int]) -> None:
    """Let an app above rewrite its entries on request; ``refresh`` returns how many it looked at."""
    _sources[name] = refresh


def refresh_sources() -> int:
    """Have every registered source rewrite what changed; returns the number of things looked at."""
    return sum(refresh() for refresh in _sources.values())


def clean(value: Any) -> Any:
    """Text without what no database column takes; mappings as plain dicts and lists for JSON."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Mapping):
        return {key: clean(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [clean(part) for part in value]
    return value


def next_number() -> int:
    """Take the next change number; needs a transaction, which keeps the row locked to its end."""
    counters = EntryNumber.objects.filter(pk=COUNTER)
    if not counters.update(value=F("value") + 1):
        try:
            with transaction.atomic():
                EntryNumber.objects.create(pk=COUNTER, value=0)
        except IntegrityError:
            logger.info("the counter of search entries was made by another process")
        counters.update(value=F("value") + 1)
    return counters.values_list("value", flat=True)[0]


def sync_on_commit(number: int) -> None:
    """Bring the indexes up to date once the change is safe; a failure there never undoes it.

    A transaction that wrote many entries calls this as often; all calls but the first find nothing. What
    cannot be done now the worker does later.
    """
    work = partial(sync_if_unseen, number, build_limit=ENTRIES_BUILT_ON_COMMIT)
    transaction.on_commit(work, robust=True)
