"""Bringing this machine's indexes up to date, and building one anew when it is missing or outdated.

Entries are the truth, an index a cache with a position of its own. One process of a machine writes at a
time (a lock of the operating system); who finds it taken leaves the work to the holder, who looks again
after letting go. A server in trouble keeps its place in the numbers and catches up from there.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import version
from weakref import WeakKeyDictionary

from django.db.models import Max, QuerySet

from .analysis import ANALYSIS_VERSION
from .analysis_words import Analyser
from .dictionary import DICTIONARY_FILE, current_words
from .engines import current_engine, kept_engines
from .engines.base import Engine, EngineUnavailable, IndexState
from .models import EntryNumber, SearchEntry
from .schema import PLACE, SCHEMA_VERSION, WHOLE, IndexDocument, make_document

logger = logging.getLogger(__name__)

OVERLAP_SECONDS = 60
BATCH = 500
MOST_ROUNDS = 20
ANALYSING_PACKAGES = ("OpenCC", "rjieba", "pypinyin")

WELL = frozenset({"current", "built"})

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class SyncReport:
    """What one did: ``current``, ``built``, ``busy``, ``waiting``, ``resting`` or ``failed``."""

    outcome: str
    written: int = 0


# How far this process has brought each index.
_reached: WeakKeyDictionary[Engine, int] = WeakKeyDictionary()


@lru_cache(maxsize=1)
def analysis_fingerprint() -> str:
    """Changes whenever the same text might give other tokens: our version, packages, dictionary file."""
    parts = [str(ANALYSIS_VERSION), *(f"{name}={version(name)}" for name in ANALYSING_PACKAGES)]
    digest = hashlib.sha256("|".join(parts).encode() + DICTIONARY_FILE.read_bytes())
    return digest.hexdigest()[:16]


def sync_index(*, build_limit: int | None = None) -> SyncReport:
    """Write into each index of this machine what changed since its own position.

    Builds an index when it is missing, damaged or outdated; with ``build_limit`` only when there are no
    more entries than that (outcome ``waiting`` otherwise). Never waits for another process. The embedded
    index comes first: it must be right when the server of the other fails. Returns the report of the
    chosen engine.
    """
    return [sync_engine(engine, build_limit) for engine in reversed(kept_engines())][-1]


def sync_if_unseen(number: int, *, build_limit: int) -> None:
    """Synchronise those indexes that this process has not brought as far as ``number`` since.

    A server in trouble is left to the worker.
    """
    for engine in reversed(kept_engines()):
        if _reached.get(engine, 0) >= number or (engine.breaker and engine.breaker.is_open):
            continue
        top = highest_number()
        if sync_engine(engine, build_limit).outcome in WELL:
            _reached[engine] = top


def sync_engine(engine: Engine, build_limit: int | None = None) -> SyncReport:
    """Synchronise one index; a server in trouble is tried again only after a pause (``resting``).

    A server that has taken everything is no longer in trouble.
    """
    if engine.breaker and not engine.breaker.may_try():
        return SyncReport("resting")
    try:
        report = sync_rounds(engine, build_limit)
    except EngineUnavailable as error:
        logger.warning("search index of %s could not be brought up to date: %s", engine.name, error)
        return SyncReport("failed")
    if engine.breaker and report.outcome in WELL:
        engine.breaker.close()
    return report


def sync_rounds(engine: Engine, build_limit: int | None) -> SyncReport:
    """Passes until nothing is left that came while the lock was held."""
    written = 0
    for _ in range(MOST_ROUNDS):
        with engine.lock() as held:
            if not held:
                return SyncReport("busy", written)
            report = sync_locked(engine, build_limit)
        written += report.written
        if report.outcome != "current" or not is_behind(engine):
            return replace(report, written=written)
    return SyncReport("current", written)


def sync_locked(engine: Engine, build_limit: int | None) -> SyncReport:
    """One pass while holding the lock."""
    state = engine.state()
    if state is None or is_outdated(state):
        if build_limit is not None and SearchEntry.objects.count() > build_limit:
            return SyncReport("waiting")
        return SyncReport("built", build(engine))
    return SyncReport("current", catch_up(engine, state))


def is_outdated(state: IndexState) -> bool:
    """Was the index cut by other rules, or is it ahead of a database that was restored?"""
    return state.analysis != analysis_fingerprint() or state.position > highest_number()


def highest_number() -> int:
    """The last change number given out."""
    return EntryNumber.objects.aggregate(top=Max("value"))["top"] or 0


def is_behind(engine: Engine) -> bool:
    """Is there no index yet, or a change it has not seen? One query."""
    state = engine.state()
    return state is None or SearchEntry.objects.filter(number__gt=state.position).exists()


def rebuild_index(progress: Progress | None = None, engine: Engine | None = None) -> SyncReport:
    """Build one index of this machine anew, that of the chosen engine unless another is given.

    The old one answers until the new one is there. ``progress`` is told how many entries of how many are
    done. Outcome ``busy`` when another process is writing. Raises EngineUnavailable when its server fails.
    """
    engine = engine or current_engine()
    with engine.lock() as held:
        if not held:
            return SyncReport("busy")
        written = build(engine, progress)
    catching = sync_engine(engine)
    return SyncReport("built" if catching.outcome in {"current", "busy"} else catching.outcome, written)


def build(engine: Engine, progress: Progress | None = None) -> int:
    """Write all entries into a new index and swap; returns how many. Needs the lock."""
    started, words = time.time(), current_words()
    analyser, position = Analyser(words), highest_number()
    recent = recent_numbers(started)
    entries = SearchEntry.objects.filter(deleted=False).order_by("pk")
    total, done = entries.count(), 0
    making = engine.begin_build(words)
    try:
        for entry in entries.iterator(chunk_size=BATCH):
            making.add([document_of(entry, analyser)])
            done += 1
            if progress and (done % BATCH == 0 or done == total):
                progress(done, total)
        making.finish(IndexState(SCHEMA_VERSION, analysis_fingerprint(), position, started, recent))
    except BaseException:
        with suppress(EngineUnavailable):
            making.abandon()
        raise
    return done


def recent_numbers(moment: float) -> dict[str, int]:
    """Numbers by key of what changed shortly before ``moment`` (seconds since the epoch)."""
    edge = datetime.fromtimestamp(max(moment - 2 * OVERLAP_SECONDS, 0), UTC)
    return dict(SearchEntry.objects.filter(updated_at__gte=edge).values_list("key", "number"))


def catch_up(engine: Engine, state: IndexState) -> int:
    """Write the entries after the index's position and those of the overlap; returns how many."""
    written, first, started = 0, True, time.time()
    while batch := unseen(state, overlap=first):
        first = False
        analyser = engine.analyser()
        gone = {entry.key: entry.number for entry in batch if entry.deleted}
        documents = [document_of(entry, analyser) for entry in batch if not entry.deleted]
        state = moved_on(state, batch, started)
        engine.apply(documents, gone, state)
        written += len(batch)
    return written


def unseen(state: IndexState, *, overlap: bool) -> list[SearchEntry]:
    """The next entries to write: after the position, and changed in the overlap but not noted yet."""
    fresh = list(after(state.position)[:BATCH])
    if not overlap:
        return fresh
    since = datetime.fromtimestamp(max(state.synced_at - OVERLAP_SECONDS, 0), UTC)
    again = SearchEntry.objects.filter(number__lte=state.position, updated_at__gte=since).order_by("number")
    known = dict(again.values_list("key", "number"))
    missed = [key for key, number in known.items() if state.recent.get(key) != number]
    return list(SearchEntry.objects.filter(key__in=missed[:BATCH]).order_by("number")) + fresh


def after(position: int) -> QuerySet[SearchEntry]:
    """Entries changed after a position, oldest change first."""
    return SearchEntry.objects.filter(number__gt=position).order_by("number")


def moved_on(state: IndexState, batch: Iterable[SearchEntry], started: float) -> IndexState:
    """The state after a batch that was read from ``started`` on."""
    written = {entry.key: entry.number for entry in batch}
    recent = {**state.recent, **written}
    if len(recent) > BATCH:
        fresh = recent_numbers(started)
        recent = {key: number for key, number in recent.items() if key in fresh or key in written}
    position = max([state.position, *written.values()])
    return replace(state, position=position, synced_at=started, recent=recent)


def document_of(entry: SearchEntry, analyser: Analyser) -> IndexDocument:
    """One entry cut into tokens."""
    return make_document(
        key=entry.key, number=entry.number, kind=entry.kind, title=entry.title,
        text=f"{entry.keywords}\n{entry.body}", facets=entry.facets, analyser=analyser,
        part=PLACE if entry.parent else WHOLE,
    )  # fmt: skip
