"""Strict readers of the environment.

A setting that is missing or malformed stops the start with one line that names it and says
what is accepted. Nothing is guessed, and no value is ever repeated in the message: it may be a secret.
"""

import os
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured

import environ
from cryptography.fernet import Fernet

_TRUE, _FALSE = "true", "false"
_supplied: dict[str, str] = {}


def supply(**values: str) -> None:
    """Values for variables that are unset: how dev.py and test.py stand in for a real environment."""
    _supplied.update(values)


def is_set(name: str) -> bool:
    """Whether the environment itself, not ``supply``, gives the variable."""
    return bool(os.environ.get(name, "").strip())


def _raw(name: str) -> str:
    return os.environ.get(name, "").strip() or _supplied.get(name, "")


def _refuse(name: str, accepted: str) -> ImproperlyConfigured:
    state = "malformed" if _raw(name) else "missing"
    return ImproperlyConfigured(f"{name} is {state}: set it to {accepted}.")


def text(name: str, accepted: str, *, default: str | None = None) -> str:
    """The variable's text without surrounding blanks; ``default`` when it is unset or empty."""
    if value := _raw(name):
        return value
    if default is None:
        raise _refuse(name, accepted)
    return default


def boolean(name: str, *, default: bool) -> bool:
    """``true`` or ``false``, in any case; anything else is refused."""
    value = text(name, "true or false", default=_TRUE if default else _FALSE).lower()
    if value not in (_TRUE, _FALSE):
        raise _refuse(name, "true or false")
    return value == _TRUE


def integer(name: str, *, default: int, least: int, most: int) -> int:
    """A whole number from ``least`` to ``most``."""
    accepted = f"a whole number from {least} to {most}"
    value = text(name, accepted, default=str(default))
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise _refuse(name, accepted)
    return int(value)


def choice(name: str, options: tuple[str, ...], *, default: str) -> str:
    """One of ``options``."""
    value = text(name, " or ".join(options), default=default)
    if value not in options:
        raise _refuse(name, " or ".join(options))
    return value


def words(name: str, accepted: str, *, default: str | None = None) -> list[str]:
    """The comma-separated parts of the variable, blanks removed; an empty list only by ``default=""``."""
    return [part.strip() for part in text(name, accepted, default=default).split(",") if part.strip()]


def emails(name: str, accepted: str, *, default: str | None = None) -> list[str]:
    """Comma-separated e-mail addresses."""
    addresses = words(name, accepted, default=default)
    if any(address.count("@") != 1 or any(c.isspace() for c in address) for address in addresses):
        raise _refuse(name, accepted)
    return addresses


def secret(name: str) -> str:
    """A secret of at least 40 characters."""
    accepted = "a secret of at least 40 random characters"
    value = text(name, accepted)
    if len(value) < 40:
        raise _refuse(name, accepted)
    return value


def fernet_keys(name: str) -> list[str]:
    """Comma-separated Fernet keys, the newest first: the first encrypts, all of them decrypt."""
    accepted = (
        "one or more Fernet keys, newest first, separated by commas (.env.example says how to make one)"
    )
    keys = words(name, accepted)
    try:
        for key in keys:
            Fernet(key)
    except ValueError as error:
        raise _refuse(name, accepted) from error
    return keys


def url(name: str, *, default: str | None = None) -> str:
    """An address that starts with http:// or https://, returned without a slash at the end."""
    accepted = "an address such as https://www.example.org"
    value = text(name, accepted, default=default)
    scheme, _, host = value.partition("://")
    if scheme not in ("http", "https") or not host.strip("/"):
        raise _refuse(name, accepted)
    return value.rstrip("/")


def time_zone(name: str, *, default: str) -> str:
    """The name of a time zone."""
    value = text(name, "a time zone such as America/Los_Angeles", default=default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise _refuse(name, "a time zone such as America/Los_Angeles") from error
    return value


def database(name: str) -> dict:
    """Django's settings for the Postgres at the address in the variable."""
    accepted = "a Postgres address such as postgres://user:password@host:5432/name"
    try:
        parsed = environ.Env.db_url_config(text(name, accepted))
    except (ValueError, KeyError) as error:
        raise _refuse(name, accepted) from error
    if parsed.get("ENGINE") != "django.db.backends.postgresql" or not parsed.get("NAME"):
        raise _refuse(name, accepted)
    return dict(parsed)
