"""Medians, ratios and quantiles of what the rounds said."""

import pytest

from tests.bench.lanes.lane import Turn

from .figures import Spread, cpu, quantile, ratio, work


def turn(*, cpu: float = 0.01, database: float = 0.0, seconds: tuple[float, ...] = (0.02,)) -> Turn:
    """One turn of a lane."""
    return Turn(cpu, database, list(seconds), 50.0, len(seconds))


def test_each_round_is_compared_with_itself_so_that_a_slow_minute_changes_no_ratio():
    slowed = ratio([4.0, 8.0, 4.0], [2.0, 4.0, 2.0])
    assert (slowed.median, slowed.low, slowed.high) == (2.0, 2.0, 2.0)


def test_one_odd_round_moves_the_spread_and_not_the_median():
    assert ratio([2.0, 2.2, 9.0], [1.0, 1.0, 1.0]) == Spread(2.2, 2.0, 9.0)


def test_a_lane_with_fewer_rounds_is_compared_with_nothing():
    with pytest.raises(ValueError):
        ratio([1.0, 2.0], [1.0])


def test_work_is_that_of_the_web_and_of_postgres_in_ms():
    turns = [turn(cpu=0.01, database=0.002)]
    assert (cpu(turns), work(turns)) == ([10.0], [12.0])


def test_quantiles_are_of_all_requests_of_all_rounds():
    turns = [turn(seconds=(0.01,) * 50), turn(seconds=(0.03,) * 50)]
    assert (quantile(turns, 25), quantile(turns, 95)) == (10.0, 30.0)
    assert quantile([turn(seconds=(0.02,))], 95) == 20.0
