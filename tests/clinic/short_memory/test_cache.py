"""What a process remembers of what another may change is forgotten within seconds."""

import time

from django.core.cache import cache

import pytest

from clinic.short_memory.cache import SECONDS


@pytest.mark.parametrize("given", [3600, None, "default"])
def test_nothing_is_remembered_longer_than_a_few_seconds(monkeypatch, given):
    cache.set("sites", "as they stood", **({} if given == "default" else {"timeout": given}))
    cache.set("moment", "it", timeout=1)
    assert cache.get("sites") == "as they stood"
    later = time.time() + 2
    monkeypatch.setattr("django.core.cache.backends.locmem.time.time", lambda: later)
    assert cache.get("moment") is None
    assert cache.get("sites") == "as they stood"
    later += SECONDS
    assert cache.get("sites") is None
