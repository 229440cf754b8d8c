"""What is kept of a run: the tables, JSON that reads back, and a picture for light and dark pages."""

import json
from xml.etree import ElementTree

from .limits import Limit, Results, judge
from .picture import AT_LIMIT, picture
from .record import record_of, told, values_of, write
from .test_figures import turn

RUN = {"parts": ["public"], "rounds": 2, "short": False}
LIMITS = [
    Limit("twice <theirs>", "cpu", "ours", "theirs", most=2.0),
    Limit("too dear", "cpu", "ours", "theirs", most=1.0),
    Limit("never asked", "cpu", "none", "theirs", most=1.0),
]


def recorded(*, judged: bool = True) -> dict[str, object]:
    """A run of two lanes with three limits."""
    found = Results({"ours": [turn(cpu=0.015)] * 2, "theirs": [turn()] * 2})
    return record_of([judge(one, found) for one in LIMITS], found, [0.02, 0.03], judged=judged, run=RUN)


def line_of(text: str, what: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(what))


def test_the_table_says_of_each_limit_what_was_measured_and_what_stood_there_last():
    last = {"limits": [{"what": "too dear", "value": 1.75}]}
    text = told(recorded(), last)
    assert line_of(text, "twice").split()[2:] == ["<=", "2", "1.50", "1.50", "1.50", "-", "holds"]
    assert line_of(text, "too dear").endswith("1.75  DOES NOT HOLD")
    assert line_of(text, "never asked").endswith("not measured")


def test_figures_of_a_busy_machine_are_printed_and_not_judged():
    text = told(recorded(judged=False), {})
    assert line_of(text, "too dear").endswith("not judged")
    assert "DOES NOT HOLD" not in text


def test_what_could_not_be_measured_is_said_at_the_end():
    text = told({**recorded(), "not_measured": {"article, through nginx": "nginx is not installed"}}, {})
    assert text.endswith("\nNOT MEASURED: article, through nginx, as nginx is not installed.")


def test_a_result_reads_back_and_its_picture_needs_no_script(tmp_path):
    write(recorded(), {}, tmp_path)
    kept = json.loads((tmp_path / "result.json").read_text())
    assert values_of(kept) == {"twice <theirs>": 1.5, "too dear": 1.5}
    assert kept["lanes"]["ours"]["cpu"] == 15.0
    picture = (tmp_path / "result.svg").read_text()
    assert ElementTree.fromstring(picture).tag.endswith("svg")  # noqa: S314 - our own file
    assert "prefers-color-scheme: dark" in picture
    assert "script" not in picture
    assert [picture.count(f'class="{kind}"') for kind in ("holds", "fails", "unjudged")] == [1, 1, 0]


def test_a_bar_beyond_the_line_is_a_limit_that_is_missed_be_it_a_most_or_a_least():
    def length(value: float, limit: str) -> int:
        one = {"what": "it", "value": value, "limit": limit, "bound": 0.8, "holds": False}
        return int(picture([one], "title", judged=True).partition('class="fails"')[2].split('"')[5])

    assert [length(0.9, "<= 0.8") > AT_LIMIT, length(0.7, "<= 0.8") < AT_LIMIT] == [True, True]
    assert [length(0.7, ">= 0.8") > AT_LIMIT, length(0.9, ">= 0.8") < AT_LIMIT] == [True, True]
    assert length(0.0, ">= 0.8") == 2 * AT_LIMIT
