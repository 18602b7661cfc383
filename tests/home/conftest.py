"""The site as a visitor finds it, small enough to count its queries."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def static_folder(settings):
    """WhiteNoise warns about a static folder that is not there, and a warning fails a test."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
