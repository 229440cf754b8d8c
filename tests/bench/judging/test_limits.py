"""A run held against the limits: what holds, what was not measured, and when nothing is judged."""

import pytest

from .figures import Spread
from .limits import Limit, Results, is_quiet, judge, read_limits
from .test_figures import turn

TWICE = Limit("twice", "cpu", "ours", "theirs", most=2.0)


def results(ours: float, theirs: float = 0.01, **more: object) -> Results:
    """Two rounds in which a request of ours took so many seconds, and one of theirs so many."""
    return Results({"ours": [turn(cpu=ours)] * 2, "theirs": [turn(cpu=theirs)] * 2}, **more)


@pytest.mark.parametrize(("ours", "holds"), [(0.0199, True), (0.02, True), (0.0201, False)])
def test_a_ratio_holds_up_to_its_limit(ours, holds):
    assert judge(TWICE, results(ours)).holds is holds


def test_a_least_value_holds_from_its_limit_on():
    share = Limit("share", "cpu", "ours", "theirs", least=0.8)
    assert judge(share, results(0.008)).holds
    assert not judge(share, results(0.0079)).holds


def test_what_was_not_measured_does_not_hold():
    verdict = judge(TWICE, Results({"ours": [turn()]}))
    assert (verdict.value, verdict.holds) == (None, False)


def test_of_figures_with_a_star_the_worst_counts_and_is_named():
    slowest = Limit("slowest", "p95", ["desk *", "report"], most=150)
    turns = {
        "desk list": [turn(seconds=(0.1,))],
        "desk day": [turn(seconds=(0.16,))],
        "home": [turn(seconds=(9.0,))],
    }
    verdict = judge(slowest, Results(turns))
    assert (verdict.value, verdict.remark, verdict.holds) == (Spread(160, 160, 160), "desk day", False)


def test_queries_and_figures_at_rest_are_taken_as_they_are():
    found = results(0.01, queries={"list": 16}, rest={"memory": 240.0})
    assert not judge(Limit("queries", "queries", "list", most=15), found).holds
    assert judge(Limit("memory", "rest", "memory", most=300), found).holds


def test_growth_counts_what_postgres_does():
    grows = Limit("grows", "work", "many", "few", most=1.1)
    found = Results({"many": [turn(database=0.01)], "few": [turn(database=0.001)]})
    assert not judge(grows, found).holds


def test_nothing_is_judged_while_others_work_and_one_busy_round_is_no_busy_machine():
    assert is_quiet([0.05, 0.02, 1.4], 0.1)
    assert not is_quiet([0.05, 0.2, 1.4], 0.1)
    assert not is_quiet([], 0.1)


def test_every_limit_of_the_file_can_be_read():
    most_foreign, limits = read_limits()
    assert 0 < most_foreign < 1
    assert len({limit.what for limit in limits}) == len(limits)
    assert {limit.figure for limit in limits} <= {"cpu", "work", "p95", "queries", "rest"}
    assert all((limit.most is None) != (limit.least is None) for limit in limits)
