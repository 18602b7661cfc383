"""Fixtures every test may use."""

import pytest


@pytest.fixture(autouse=True)
def private_folders(settings, tmp_path):
    """Give each test its own uploads, mail and search folders."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.PORTAL_MAIL_DIR = tmp_path / "mail"
    settings.PORTAL_SEARCH_DIR = tmp_path / "search"
