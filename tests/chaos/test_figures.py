"""Each trouble and each broken build has its row of figures in the paper about reliability."""

import re

from django.conf import settings

import pytest

from .__main__ import BROKEN
from .modes import MODES

FIGURES = (settings.BASE_DIR / "docs/reliability.md").read_text()


@pytest.mark.parametrize("name", [*MODES, *BROKEN])
def test_each_run_that_can_be_asked_for_has_its_figures(name):
    [row] = re.findall(rf"^\| `{re.escape(name)}`(.*)", FIGURES, re.MULTILINE)
    assert re.search(r"\d", re.sub(r"\(.*?\)", "", row)), "a figure that was measured"
