"""The pages of a process take no more memory than they may."""

import pytest

from clinic.kept_pages.shelf import Address, KeptPage, Shelf

MEGABYTE = 1024 * 1024


def page(size: int, version: int = 1) -> KeptPage:
    """A page of about so many bytes."""
    empty = KeptPage(version, None, 'W/"a"', {"X": "y"}, b"", False)
    return KeptPage(version, None, 'W/"a"', {"X": "y"}, b"a" * (size - empty.size), False)


def at(name: str) -> Address:
    return Address("https", "clinic.example", f"/{name}/")


@pytest.fixture
def shelf(settings) -> Shelf:
    settings.KEPT_PAGES_MEGABYTES = 1
    return Shelf()


def test_the_one_that_nobody_asked_for_longest_goes(shelf):
    third = MEGABYTE // 3
    for name in ("a", "b", "c"):
        shelf.put(at(name), page(third))
    assert shelf.get(at("a"))
    shelf.put(at("d"), page(third))
    assert [name for name in "abcd" if shelf.get(at(name))] == ["a", "c", "d"]
    assert shelf.size == 3 * third


def test_a_page_takes_the_place_of_an_earlier_one_and_never_of_a_newer(shelf):
    shelf.put(at("a"), page(9000, version=2))
    shelf.put(at("a"), page(5000, version=3))
    shelf.put(at("a"), page(7000, version=1))
    assert shelf.get(at("a")).version == 3
    assert shelf.size == 5000


def test_what_is_larger_than_all_there_is_takes_nothing_away(shelf):
    shelf.put(at("a"), page(5000))
    shelf.put(at("b"), page(MEGABYTE + 1))
    assert shelf.get(at("a")) and not shelf.get(at("b"))


def test_a_site_may_keep_none(shelf, settings):
    settings.KEPT_PAGES_MEGABYTES = 0
    shelf.put(at("a"), page(5000))
    assert shelf.get(at("a")) is None
    assert shelf.size == 0
