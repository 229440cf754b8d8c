"""The shortest run: two lanes of a real gunicorn with two workers, in rounds, to the verdict."""

import os
from collections.abc import Iterator

import pytest

from tests.bench.judging.limits import Limit, Results, judge
from tests.bench.stack.asking import WrongAnswer, request_bytes
from tests.bench.stack.sites import HEADERS, Site, bare_site
from tests.chaos.processes import Guard

from .lane import Lane
from .rounds import run_rounds


@pytest.fixture
def tiny_site() -> Iterator[Site]:
    """The bare Django project, which asks no database."""
    guard = Guard()
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "tests.bench.bare.django_project",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
    }
    site = bare_site("of-a-test", environment, guard, "/")
    site.start()
    yield site
    site.stop()
    guard.dismiss()


def test_lanes_take_turns_and_what_they_cost_is_judged(tiny_site):
    lanes = [
        Lane("public", "view", tiny_site, request_bytes("/", HEADERS)),
        Lane("public", "nothing there", tiny_site, request_bytes("/none/", HEADERS), status=404),
    ]
    for lane in lanes:
        lane.warm_up(0.05)
    said: list[str] = []
    measured = run_rounds(lanes, 2, lambda: 0.0, said.append)
    assert [len(turns) for turns in measured.turns.values()] == [2, 2]
    assert all(0.0001 < turn.cpu < 0.1 for turns in measured.turns.values() for turn in turns)
    assert (len(measured.foreign), len(said)) == (2, 2)
    verdict = judge(Limit("ratio", "cpu", "nothing there", "view", most=50), Results(measured.turns))
    assert verdict.holds
    wrong = Lane("public", "wrong", tiny_site, request_bytes("/none/", HEADERS))
    with pytest.raises(WrongAnswer):
        wrong.turn(lambda: 0.0)
