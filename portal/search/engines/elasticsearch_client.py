"""The client of Elasticsearch, and its failures as ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError, BadRequestError, Elasticsearch
from elasticsearch.helpers import BulkIndexError

from .base import EngineUnavailable
from .breaker import Breaker
from .connection import Connection

# Writing a batch or swapping indexes takes longer than a question may.
WRITE_SECONDS = 30.0
CONNECTIONS = 10


def make_client(connection: Connection) -> Elasticsearch:
    """A client; nothing is asked yet. An API key goes before user and password.

    A time-out is never tried again, a node that refuses is replaced by the next of ``urls``.
    """
    options: dict[str, Any] = {}
    if connection.api_key:
        options["api_key"] = connection.api_key
    elif connection.user:
        options["basic_auth"] = (connection.user, connection.password)
    if connection.ca_file:
        options["ca_certs"] = connection.ca_file
    return Elasticsearch(
        list(connection.urls), request_timeout=connection.timeout, retry_on_timeout=False,
        max_retries=len(connection.urls) - 1, connections_per_node=CONNECTIONS, **options,
    )  # fmt: skip


@contextmanager
def asking(breaker: Breaker) -> Iterator[None]:
    """Turn every failure into EngineUnavailable and open the breaker.

    A question the server does not take (400) says nothing about the server and leaves the breaker alone.
    """
    try:
        yield
    except (TransportError, ApiError, BulkIndexError) as error:
        reason = reason_of(error)
        if not isinstance(error, BadRequestError):
            breaker.open(reason)
        raise EngineUnavailable(reason) from error


def reason_of(error: Exception) -> str:
    """What went wrong in a few words, without document texts and addresses."""
    if isinstance(error, BulkIndexError):
        first: dict[str, Any] = next(iter(error.errors[0].values()), {}) if error.errors else {}
        return f"writing was refused: {first.get('status')} {kind_of(first.get('error'))}"
    if isinstance(error, ApiError):
        return f"answered {error.status_code} {error.error}"
    return type(error).__name__


def kind_of(error: Any) -> str:
    """The type of one refused write."""
    return str(error.get("type")) if isinstance(error, dict) else "error"
