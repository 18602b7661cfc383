"""Fixtures every test may use."""

import pytest
from django.core.cache import caches
from django.db.backends.base.operations import BaseDatabaseOperations

from portal.audit import guards


@pytest.fixture(autouse=True)
def private_folders(settings, tmp_path):
    """Give each test its own uploads, mail and search folders."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.PORTAL_MAIL_DIR = tmp_path / "mail"
    settings.PORTAL_SEARCH_DIR = tmp_path / "search"


@pytest.fixture(autouse=True)
def empty_caches():
    """Forget site roots, rate limits and sections of the test before: a rollback does not reach the cache."""
    for alias in caches:
        caches[alias].clear()


@pytest.fixture(autouse=True, scope="session")
def flush_may_empty_the_audit_log():
    """Let the flush after a transactional test empty the tables nothing else may delete from."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_unguarded(operations, statements):
        guards.remove(operations.connection)
        flush(operations, statements)
        guards.install(operations.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_unguarded)
        yield
