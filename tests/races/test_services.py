"""A missing service is a skip with one line, or a failure where services are required."""

import pytest

from tests.services import postgres


@pytest.mark.parametrize(("required", "outcome"), [("", pytest.skip.Exception), ("1", pytest.fail.Exception)])
def test_missing_postgresql(monkeypatch, required, outcome):
    monkeypatch.setenv("REQUIRE_SERVICES", required)
    monkeypatch.setattr(postgres, "binaries", lambda: None)
    with pytest.raises(outcome, match="PostgreSQL not found: no initdb"), postgres.postgres_server():
        pass
