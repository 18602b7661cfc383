"""The launcher's modules, which run outside the environment and are no package."""

import sys
from pathlib import Path

import pytest

EMBEDDED = Path(__file__).resolve().parent.parent.parent / "deploy" / "embedded"


@pytest.fixture
def launcher(monkeypatch):
    """Import a module of deploy/embedded by name."""
    monkeypatch.syspath_prepend(str(EMBEDDED))

    def load(name):
        return __import__(name)

    yield load
    for name in ("environment", "site_process", "site_state"):
        sys.modules.pop(name, None)
