"""A folder of counts for one test."""

from pathlib import Path

import pytest
from prometheus_client import values

from clinic.metrics import counting


@pytest.fixture
def counts_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of counts; afterwards nothing is counted any more."""
    monkeypatch.setattr(values, "ValueClass", values.ValueClass)
    monkeypatch.setattr(counting, "_counts", None)
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    return tmp_path / "metrics"
