"""Fragments take no more memory than they may; what nobody asked for longest goes first."""

import pytest

from clinic.fragments.memory import Fragment, Memory
from clinic.fragments.questions import Question


def fragment(value: object) -> Fragment:
    return Fragment(value, {}, {}, version=1)


def test_what_was_asked_for_longest_ago_goes_first():
    memory = Memory(30_000)
    for name in "abc":
        memory.keep((name,), fragment("x" * 8_000))
    assert memory.find(("a",)) is not None
    memory.keep(("d",), fragment("x" * 8_000))
    assert [name for name in "abcd" if memory.find((name,))] == ["a", "c", "d"]
    assert memory.bytes <= memory.most_bytes


@pytest.mark.parametrize("value", ["x" * 40_000, {"of": ["rows"] * 20_000}, "\U0001f600" * 10_000])
def test_one_that_is_larger_than_the_memory_is_not_kept_and_pushes_nothing_out(value):
    memory = Memory(30_000)
    memory.keep(("small",), fragment("x"))
    memory.keep(("large",), fragment(value))
    assert memory.find(("large",)) is None
    assert memory.find(("small",)) is not None


def test_the_values_in_its_questions_count():
    many = Fragment("x", {"q": Question("SELECT %s", ("1" * 5_000,))}, {"q": "digest"}, version=1)
    assert many.size > 5_000


def test_one_in_place_of_another_counts_once_and_all_can_be_forgotten():
    memory = Memory(30_000)
    for _ in range(50):
        memory.keep(("a",), fragment("x" * 8_000))
    assert memory.bytes < 12_000
    memory.forget()
    assert (len(memory), memory.bytes) == (0, 0)
