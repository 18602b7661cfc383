"""Client processes: each starts at a barrier and works off its own list until the time is over.

The forks use no inherited connection; over HTTP they use nothing of Django.
"""

import http.client
import multiprocessing
import os
import re
import time
import traceback
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

FORK = multiprocessing.get_context("fork")
READY_SECONDS, EXTRA_SECONDS = 60, 90
CSRF = "b" * 32
HOLD_PAGE = re.compile(r"^/desk/bookings/([\w-]+)/hold/$")
CONTACT = {"contact_name": "李老师", "contact_phone": "0377-63100000", "note": ""}
NONE: Mapping[str, str] = {}
Doer = Callable[[Any], Any]


@dataclass(frozen=True)
class HoldJob:
    """One class of a school for one session."""

    school: int
    user: int
    cookie: str
    session: int
    grade: int
    label: str


@dataclass(frozen=True)
class Held:
    """A booking a hold made: its number in the service, its reference over HTTP."""

    job: HoldJob
    booking: int | str


@dataclass
class Run:
    """What the clients of one run measured: seconds of every request, and the wall time of all."""

    latencies: list[float] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0


def run_clients(make_doer: Callable[[], Doer], jobs: Sequence[Any], clients: int, seconds: float) -> Run:
    """Let ``clients`` processes work off ``jobs`` for ``seconds`` at most; client k gets every k-th job."""
    barrier = FORK.Barrier(clients)
    workers = []
    for number in range(clients):
        receiver, sender = FORK.Pipe(duplex=False)
        args = (barrier, sender, make_doer, jobs[number::clients], seconds)
        worker = FORK.Process(target=work, args=args, daemon=True)
        worker.start()
        sender.close()
        workers.append((worker, receiver))
    return gather(workers, seconds)


def work(
    barrier: Any, sender: Any, make_doer: Callable[[], Doer], jobs: Sequence[Any], seconds: float
) -> None:
    """Body of a client; leaves without the parent's exit handlers."""
    latencies, answers, failures = [], [], []
    begun = time.perf_counter()
    try:
        do = make_doer()
        barrier.wait(READY_SECONDS)
        begun = time.perf_counter()
        for job in jobs:
            started = time.perf_counter()
            if started - begun > seconds:
                break
            try:
                answers.append(do(job))
                latencies.append(time.perf_counter() - started)
            except Exception as error:  # noqa: BLE001 - every failure is reported
                failures.append(f"{type(error).__name__}: {error}"[:300])
    except BaseException:  # noqa: BLE001 - handed to the parent
        failures.append(traceback.format_exc())
    sender.send((begun, time.perf_counter(), latencies, answers, failures))
    sender.close()
    os._exit(0)


def gather(workers: Sequence[tuple[Any, Any]], seconds: float) -> Run:
    """Join what the clients sent; one that never answers is ended."""
    run, begun, ended = Run(), [], []
    for worker, receiver in workers:
        if not receiver.poll(seconds + EXTRA_SECONDS):
            worker.kill()
            raise RuntimeError("a client never answered")
        start, end, latencies, answers, failures = receiver.recv()
        begun.append(start)
        ended.append(end)
        run.latencies += latencies
        run.answers += answers
        run.failures += failures
        worker.join(READY_SECONDS)
    run.seconds = max(ended) - min(begun)
    return run


class Browser:
    """One signed-in browser a client: a kept connection, a cookie, a form with its CSRF token."""

    def __init__(self, port: int, timeout: int = 30) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self.connection.connect()

    def post(self, path: str, cookie: str, values: dict[str, Any], status: int = 302) -> str:
        """Send one form and return the address of the answer; raise for any other status."""
        said, address, page = self.send(path, cookie, values)
        if said != status:
            raise RuntimeError(f"{path} answered {said}: {page[:100]!r}")
        return address

    def send(self, path: str, cookie: str, values: dict[str, Any]) -> tuple[int, str, bytes]:
        """Send one form; return status, address (empty without one) and page."""
        body = urlencode({"csrfmiddlewaretoken": CSRF, **values})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, cookie, body, headers)

    def look(self, path: str, cookie: str) -> int:
        """Open a page; return the status."""
        return self.ask("GET", path, cookie)[0]

    def ask(
        self, method: str, path: str, cookie: str, body: str | None = None, headers: Mapping[str, str] = NONE
    ) -> tuple[int, str, bytes]:
        """Send one request; return status, address and page."""
        cookies = {"Cookie": f"csrftoken={CSRF}; sessionid={cookie}"}
        self.connection.request(method, path, body, {**headers, **cookies})
        answer = self.connection.getresponse()
        return answer.status, answer.headers.get("Location", ""), answer.read()

    def hold(self, job: HoldJob) -> Held:
        """Place a hold with the portal's own form."""
        return Held(job, self.send_classes(f"/visit/{job.session}/", job))

    def reference(self, job: HoldJob) -> None:
        """Send the same form to the reference view."""
        self.send_classes(f"/benchmark/reference/{job.session}/", job)

    def send_classes(self, path: str, job: HoldJob) -> str:
        """Send one class; return the reference of the booking made."""
        values = {
            "action": "hold",
            "key": uuid.uuid4(),
            "school": job.school,
            "party-TOTAL_FORMS": 1,
            "party-INITIAL_FORMS": 0,
            "party-0-grade": job.grade,
            "party-0-class_label": job.label,
            "party-0-pupils": 40,
            "party-0-adults": 2,
        }
        address = self.post(path, job.cookie, values)
        found = HOLD_PAGE.match(address)
        if not found:
            raise RuntimeError(f"{path} led to {address}")
        return found.group(1)

    def submit(self, held: Held) -> None:
        """Submit a hold with the portal's own form."""
        values = {"action": "submit", "version": 1, "key": uuid.uuid4(), **CONTACT}
        address = self.post(f"/desk/bookings/{held.booking}/hold/", held.job.cookie, values)
        if not address.endswith("/done/"):
            raise RuntimeError(f"submission led to {address}")

    def bare(self, job: HoldJob) -> None:
        """Send three numbers to the bare view."""
        values = {"school": job.school, "session": job.session, "user": job.user}
        self.post("/benchmark/bare/", job.cookie, values, status=200)
