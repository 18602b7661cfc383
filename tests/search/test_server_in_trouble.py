"""A server that is down, silent or refuses: the embedded index answers, the pages say so. No real server."""

import socket
import time
from statistics import median

import pytest
from django.utils.html import strip_tags

from portal.search import answering
from portal.search.clauses import score_of, strict_gate
from portal.search.engines import current_engine, embedded_engine
from portal.search.engines.base import Query
from portal.search.engines.breaker import Breaker
from portal.search.entries import EntryData, write_entry
from portal.search.selectors import strict_matches
from portal.search.syncing import sync_index
from tests.factories.people import UserFactory
from tests.services.postgres import free_port
from tests.services.recording_server import recording_server

pytestmark = pytest.mark.django_db
TIMEOUT = 0.3
MOST_MORE = 0.05


@pytest.fixture
def server(settings):
    """Elasticsearch chosen, with no credentials and an address a test sets."""
    settings.PORTAL_SEARCH_ENGINE = "elasticsearch"
    settings.PORTAL_ELASTICSEARCH_TIMEOUT = TIMEOUT
    settings.PORTAL_ELASTICSEARCH_CA_FILE = settings.PORTAL_ELASTICSEARCH_API_KEY = ""
    settings.PORTAL_ELASTICSEARCH_USER = settings.PORTAL_ELASTICSEARCH_PASSWORD = ""
    settings.PORTAL_ELASTICSEARCH_URL = [f"http://127.0.0.1:{free_port()}"]
    return settings


@pytest.fixture
def silent(server):
    """A server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listener:
        server.PORTAL_ELASTICSEARCH_URL = [f"http://127.0.0.1:{listener.getsockname()[1]}"]
        yield server


def ask(text: str = "汉画馆"):
    """One question."""
    return strict_matches(text, filters={}, facets=("kind",), offset=0, limit=10)


def seconds(work) -> float:
    """How long a call takes."""
    started = time.monotonic()
    work()
    return time.monotonic() - started


def test_a_server_that_is_down_is_answered_for(server, entries):
    result = ask()
    assert (result.hits[0].key, result.spare) == ("site:2", True)
    assert result.counts == {"kind": {"site": 1, "lesson": 1}}


def test_a_silent_server_costs_one_question_its_time_out(silent, entries):
    current_engine().breaker.close()
    first = seconds(ask)
    embedded = median(seconds(ask_embedded) for _ in range(15))
    later = median(seconds(ask) for _ in range(15))
    assert TIMEOUT <= first < TIMEOUT + embedded + 0.5
    assert later - embedded <= MOST_MORE


def ask_embedded() -> None:
    """The same question put to the embedded engine alone."""
    answering.asked_when_ready(
        embedded_engine(),
        lambda analyser: Query(
            score_of("汉画馆", analyser), strict_gate("汉画馆", analyser), facets=("kind",)
        ),
    )


def test_publishing_goes_on_and_is_found(silent, portal, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write_entry(EntryData("site:77", "site", 77, "丹江渠首园"))
    assert [hit.key for hit in ask("渠首园").hits] == ["site:77"]


def test_the_page_says_who_answers(server, portal, client):
    html = client.get("/search/", {"q": "汉画馆"}).content.decode()
    assert "本机的备用索引" in html
    assert "南阳汉画馆" in strip_tags(html)


def test_the_health_page_says_who_answers(server, entries, client):
    client.force_login(UserFactory(is_superuser=True))
    ask()
    answer = client.get("/healthz").json()
    assert answer["checks"]["search"] == "warning"
    details = answer["details"]["search"]
    assert details["answers"] == "tantivy"
    assert details["behind"] == 0
    assert details["elasticsearch"] == "ConnectionError"


def test_the_health_page_does_not_wait_for_a_server_in_trouble(silent, entries, client):
    ask()
    assert seconds(lambda: client.get("/healthz")) < TIMEOUT


def test_an_api_key_is_sent_as_its_header_and_nothing_else(server, db):
    with recording_server(404, {"error": {"type": "index_not_found_exception"}}) as recorder:
        server.PORTAL_ELASTICSEARCH_URL = [recorder.url]
        server.PORTAL_ELASTICSEARCH_API_KEY = "a2V5LWlkOmtleS1zZWNyZXQ="
        server.PORTAL_ELASTICSEARCH_USER, server.PORTAL_ELASTICSEARCH_PASSWORD = "portal", "unused"
        assert current_engine().state() is None
        method, path, headers = recorder.seen[0]
    assert (method, path) == ("GET", f"/{server.PORTAL_ELASTICSEARCH_PREFIX}-search/_doc/~state")
    assert headers["authorization"] == "ApiKey a2V5LWlkOmtleS1zZWNyZXQ="


def test_user_and_password_are_sent_where_there_is_no_key(server, db):
    with recording_server(404, {"error": {"type": "index_not_found_exception"}}) as recorder:
        server.PORTAL_ELASTICSEARCH_URL = [recorder.url]
        server.PORTAL_ELASTICSEARCH_USER, server.PORTAL_ELASTICSEARCH_PASSWORD = "portal", "a secret"
        current_engine().state()
        assert recorder.seen[0][2]["authorization"] == "Basic cG9ydGFsOmEgc2VjcmV0"
    assert "a secret" not in repr(current_engine().__dict__)


def test_a_refused_question_does_not_stop_the_server_being_asked(server, entries):
    current_engine().breaker.close()
    with recording_server(400, {"error": {"type": "parsing_exception"}}) as recorder:
        server.PORTAL_ELASTICSEARCH_URL = [recorder.url]
        assert ask().spare
        assert not current_engine().breaker.is_open


def test_somebody_tries_again_after_a_pause(server, entries, monkeypatch):
    started = []

    class Recorded:
        def __init__(self, target, args, **options):
            self.work = (target, args)

        def start(self):
            started.append(self.work)

    monkeypatch.setattr(answering, "Thread", Recorded)
    ask()
    assert started == []
    current_engine().breaker._next_try = 0.0
    ask()
    assert started == [(answering.catch_up_aside, (current_engine(),))]
    assert sync_index().outcome == "failed"
    ask()
    assert len(started) == 1


def test_a_breaker_lets_one_caller_try_in_each_pause():
    now = [100.0]
    breaker = Breaker("server", pause=10, clock=lambda: now[0])
    assert breaker.may_try() and not breaker.is_due()
    breaker.open("ConnectionTimeout")
    assert breaker.is_open and not breaker.may_try()
    now[0] += 10
    assert breaker.is_due()
    assert breaker.may_try() and not breaker.may_try()
    breaker.close()
    assert not breaker.is_open and breaker.may_try() and breaker.may_try()
