"""Fixtures every test may use."""

import pytest
from django.core.cache import caches


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
