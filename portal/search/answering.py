"""Which engine answers a question: the chosen one while it is well, otherwise the embedded one.

A server in trouble costs one question its time-out; from then on nobody waits for it. Some later question
has it tried in a thread aside, and when it answers and has caught up, questions go to it again.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from threading import Thread
from weakref import WeakKeyDictionary

from django.db import connections

from .analysis_words import Analyser
from .engines import current_engine, embedded_engine
from .engines.base import Engine, EngineUnavailable, IndexMissing, Query, Result
from .syncing import is_behind, sync_engine

logger = logging.getLogger(__name__)

# A question never waits for the build of an index larger than this.
ENTRIES_BUILT_ON_QUESTION = 500
# How often a process looks whether a server keeps up with the site, and how far it may lag, in seconds.
LAG_LOOK, MOST_LAG = 5.0, 15.0

Question = Callable[[Analyser], Query]


class Lag:
    """How long a server has been behind the site, as this process saw it (monotonic seconds)."""

    def __init__(self) -> None:
        self.looked_at = 0.0
        self.since: float | None = None

    def is_too_long(self, engine: Engine) -> bool:
        """Look now and then; True when the server was behind at every look for longer than it may be."""
        now = time.monotonic()
        if now - self.looked_at >= LAG_LOOK:
            self.looked_at = now
            behind = is_behind(engine)
            self.since = (self.since or now) if behind else None
        return self.since is not None and now - self.since > MOST_LAG


_lag: WeakKeyDictionary[Engine, Lag] = WeakKeyDictionary()


def answer(question: Question) -> Result:
    """Put a question to the engine that can answer; ``question`` makes it of that engine's words.

    ``spare`` of the result is True when it is not the chosen engine. Raises EngineUnavailable when no
    engine can answer.
    """
    chosen = current_engine()
    if chosen.breaker is None:
        return asked_when_ready(chosen, question)
    result = answer_of_server(chosen, question)
    if result is not None:
        return result
    return replace(asked_when_ready(embedded_engine(), question), spare=True)


def answer_of_server(engine: Engine, question: Question) -> Result | None:
    """The answer of an engine with a server; None when it is in trouble, or its index is not there yet."""
    if engine.breaker is None or engine.breaker.is_open:
        try_aside(engine)
        return None
    try:
        if not _lag.setdefault(engine, Lag()).is_too_long(engine):
            return asked(engine, question)
        _lag.pop(engine)
        engine.breaker.open("behind the site")
    except IndexMissing:
        sync_engine(engine, ENTRIES_BUILT_ON_QUESTION)
        return asked_again(engine, question)
    except EngineUnavailable as error:
        logger.warning("%s did not answer a question: %s", engine.name, error)
    return None


def asked_again(engine: Engine, question: Question) -> Result | None:
    """The answer after a build; None when there still is none."""
    try:
        return asked(engine, question)
    except EngineUnavailable:
        return None


def asked(engine: Engine, question: Question) -> Result:
    """One question in the engine's own words."""
    return engine.search(question(engine.analyser()))


def asked_when_ready(engine: Engine, question: Question) -> Result:
    """The same; a small index that is missing is built at once rather than refused."""
    if engine.state() is None:
        sync_engine(engine, ENTRIES_BUILT_ON_QUESTION)
        if engine.state() is None:
            raise EngineUnavailable("the index is being built")
    return asked(engine, question)


def try_aside(engine: Engine) -> None:
    """Have a server in trouble tried in a thread of its own, if a pause has passed."""
    if engine.breaker and engine.breaker.is_due():
        Thread(target=catch_up_aside, args=(engine,), name=f"try-{engine.name}", daemon=True).start()


def catch_up_aside(engine: Engine) -> None:
    """Bring a server up to date, which closes its breaker; the thread's connections are closed after it."""
    try:
        if sync_engine(engine).outcome == "busy" and engine.breaker and not is_behind(engine):
            engine.breaker.close()
    except EngineUnavailable:
        logger.info("%s is still in trouble", engine.name)
    finally:
        connections.close_all()
