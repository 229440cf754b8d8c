"""Checks of values read from JSON against the annotations of Python."""

from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

_PLAIN = (str, int, bool, float)


def fits(value: Any, wanted: Any) -> bool:
    """Return whether ``value`` is of the type ``wanted``, and so is everything in it."""
    # The answers of most, and lists ask thousands of times.
    if wanted in _PLAIN:
        return type(value) is wanted
    if is_typeddict(wanted):
        return isinstance(value, dict) and all(
            name in value and fits(value[name], of_it) for name, of_it in get_type_hints(wanted).items()
        )
    if get_origin(wanted) is list:
        return isinstance(value, list) and all(fits(one, get_args(wanted)[0]) for one in value)
    if get_origin(wanted) is dict:
        return isinstance(value, dict) and all(fits(one, get_args(wanted)[1]) for one in value.values())
    return wanted is Any or type(value) is wanted
