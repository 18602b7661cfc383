"""Indexes of one portal on a server: an alias names the one that answers, another may be built beside it.

The alias moves at once from one to the next. Each index is written under an alias of its own, which is
gone with it: a writer that comes late is refused and makes no index by accident.
"""

import time
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch, NotFoundError
from elasticsearch.dsl import Index
from elasticsearch.helpers import bulk

from .base import IndexState
from .elasticsearch_client import WRITE_SECONDS
from .elasticsearch_documents import INDEX_SETTINGS, STATE_ID, WORDS_ID, kept_state, mappings, state_of
from .generations import write_aside

# A half-made index of another machine is left alone for this long.
ABANDONED_SECONDS = 24 * 3600
BATCH = 500
# Answers to a write that a newer one made needless: the number is too low, the document is gone.
NEEDLESS = (404, 409)


def writing_alias(index: str) -> str:
    """The alias an index is written under."""
    return f"{index}.write"


def machine_of(folder: Path) -> str:
    """A name of this machine, made at the first use and kept in its search folder."""
    file = folder / "machine"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        write_aside(file, uuid.uuid4().hex)
    return file.read_text(encoding="utf-8")


class Indexes:
    """What one portal has on one server. Failures of the server are raised as they come."""

    def __init__(self, client: Elasticsearch, prefix: str, folder: Path) -> None:
        self.client = client
        self.patient = client.options(request_timeout=WRITE_SECONDS)
        self.alias = f"{prefix}-search"
        self.folder = folder

    def current(self) -> IndexState | None:
        """The state of the index that answers; None when there is none. One request, never out of date."""
        try:
            found = self.client.get(index=self.alias, id=STATE_ID)
        except NotFoundError:
            return None
        except BadRequestError as error:
            if error.error == "illegal_argument_exception":  # the alias names several: a swap by hand
                return None
            raise
        return state_of(found["_source"], found["_index"])

    def words(self, index: str) -> tuple[str, ...]:
        """The user words an index was built with."""
        return tuple(self.client.get(index=index, id=WORDS_ID)["_source"]["kept"]["words"])

    def create(self, words: list[str]) -> str:
        """Make an empty index and sweep what this machine left unfinished; returns its name."""
        self.sweep()
        name = f"{self.alias}-{datetime.now(UTC):%Y%m%dt%H%M%S}-{uuid.uuid4().hex[:6]}"
        about = {"alias": self.alias, "machine": machine_of(self.folder), "made": time.time()}
        self.patient.indices.create(
            index=name, settings={"index": dict(INDEX_SETTINGS)}, mappings=mappings(about),
            aliases={writing_alias(name): {"is_write_index": True}},
        )  # fmt: skip
        self.keep(name, WORDS_ID, {"kept": {"words": words}})
        return name

    def write(self, index: str, actions: Iterable[dict[str, Any]]) -> None:
        """Write in batches and make them visible; raises BulkIndexError when the server refuses one."""
        bulk(
            self.patient, actions, index=writing_alias(index), require_alias=True, chunk_size=BATCH,
            ignore_status=NEEDLESS, refresh=True,
        )  # fmt: skip

    def keep(self, index: str, name: str, source: dict[str, Any]) -> None:
        """Store one of the two documents that are no entries."""
        self.patient.index(index=writing_alias(index), id=name, document=source, require_alias=True)

    def keep_state(self, state: IndexState) -> None:
        """Store the state in the index it belongs to."""
        self.keep(state.index, STATE_ID, kept_state(state))

    def publish(self, index: str) -> None:
        """Let an index answer from now on and delete those that answered before."""
        before = self.answering()
        actions = [{"add": {"index": index, "alias": self.alias}}]
        actions += [{"remove": {"index": old, "alias": self.alias}} for old in before if old != index]
        self.patient.indices.update_aliases(actions=actions)
        for old in before:
            if old != index:
                self.delete(old)

    def answering(self) -> list[str]:
        """The indexes behind the alias: one, or none before the first build."""
        try:
            return list(self.client.indices.get_alias(name=self.alias))
        except NotFoundError:
            return []

    def sweep(self) -> None:
        """Delete this machine's indexes that do not answer, and those any machine left a day ago."""
        answering = set(self.answering())
        known = self.client.indices.get_mapping(index=f"{self.alias}-*")
        for name, found in known.items():
            about = found["mappings"].get("_meta", {})
            own = about.get("machine") == machine_of(self.folder)
            left = time.time() - about.get("made", 0) > ABANDONED_SECONDS
            if about.get("alias") == self.alias and name not in answering and (own or left):
                self.delete(name)

    def delete(self, index: str) -> None:
        """Delete one index by its full name; one that is gone already is as well."""
        Index(index, using=self.patient).delete(ignore_unavailable=True)
