"""Strict readers of the environment.

A setting that is missing or malformed stops the start with one line that names it and says what is accepted.
Nothing is guessed, and no value is ever repeated in the message: it may be a secret.
"""

import ipaddress
import os
import re
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured

import environ
import pyrage
from cryptography.fernet import Fernet

from clinic.typed import phones

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_TRUE, _FALSE = "true", "false"
# Part of an address that can be read in one way only: what separates parts is written with %.
_PART = r"(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})"
_DATABASE_URL = re.compile(
    rf"postgres(?:ql)?://(?:{_PART}*(?::{_PART}*)?@)?(?:[A-Za-z0-9.-]*|\[[0-9A-Fa-f:.]+\])(?::[0-9]+)?"
    rf"/(?:{_PART}|/)+(?:\?(?:{_PART}|[/:])*)?"
)
_supplied: dict[str, str] = {}


def set_defaults(**values: str) -> None:
    """Set values for variables that are unset, as dev.py and test.py do in place of a real environment."""
    _supplied.update(values)


def is_set(name: str) -> bool:
    """Return whether the environment itself, not ``set_defaults``, gives the variable, or its file."""
    return bool(_given(name))


def _raw(name: str) -> str:
    return _given(name) or _supplied.get(name, "")


def _given(name: str) -> str:
    """Return the variable, or else what stands in the file that ``<name>_FILE`` names, as containers do."""
    value = os.environ.get(name, "").strip()
    path = os.environ.get(f"{name}_FILE", "").strip()
    if not path:
        return value
    if value:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set: leave one of them empty.")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise ImproperlyConfigured(f"{name}_FILE is malformed: set it to a file that can be read.") from None


def _refuse(name: str, accepted: str) -> ImproperlyConfigured:
    state = "malformed" if _raw(name) else "missing"
    return ImproperlyConfigured(f"{name} is {state}: set it to {accepted}.")


def text(name: str, accepted: str, *, default: str | None = None) -> str:
    """Return the text without surrounding blanks; ``default`` when the variable is unset or empty.

    Raises ImproperlyConfigured, as every reader here does, for a value that is missing or malformed.
    """
    if value := _raw(name):
        return value
    if default is None:
        raise _refuse(name, accepted)
    return default


def boolean(name: str, *, default: bool) -> bool:
    """Return True for ``true`` and False for ``false``, in any case."""
    value = text(name, "true or false", default=_TRUE if default else _FALSE).lower()
    if value not in (_TRUE, _FALSE):
        raise _refuse(name, "true or false")
    return value == _TRUE


def integer(name: str, *, default: int, least: int, most: int) -> int:
    """Return a whole number from ``least`` to ``most``."""
    accepted = f"a whole number from {least} to {most}"
    value = text(name, accepted, default=str(default))
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise _refuse(name, accepted)
    return int(value)


def choice(name: str, options: tuple[str, ...], *, default: str) -> str:
    """Return one of ``options``."""
    value = text(name, " or ".join(options), default=default)
    if value not in options:
        raise _refuse(name, " or ".join(options))
    return value


def words(name: str, accepted: str, *, default: str | None = None) -> list[str]:
    """Return the comma-separated parts without blanks; an empty list only with ``default=""`` set."""
    return [part.strip() for part in text(name, accepted, default=default).split(",") if part.strip()]


def emails(name: str, accepted: str, *, default: str | None = None) -> list[str]:
    """Return comma-separated e-mail addresses as a list."""
    addresses = words(name, accepted, default=default)
    if any(address.count("@") != 1 or any(c.isspace() for c in address) for address in addresses):
        raise _refuse(name, accepted)
    return addresses


def phone(name: str) -> str:
    """Return a phone number as it was typed, if it can be dialled."""
    accepted = "the clinic's phone number, such as 949-510-6333, for pages that need no database"
    value = text(name, accepted)
    if phones.read(value).problem:
        raise _refuse(name, accepted)
    return value


def secret(name: str) -> str:
    """Return a secret of at least 40 characters."""
    accepted = "a secret of at least 40 random characters"
    value = text(name, accepted)
    if len(value) < 40:
        raise _refuse(name, accepted)
    return value


def secrets(name: str, *, default: str | None = None) -> list[str]:
    """Return comma-separated secrets of at least 40 characters each, the newest first."""
    accepted = "one or more secrets of at least 40 random characters, newest first, separated by commas"
    keys = words(name, accepted, default=default)
    if any(len(key) < 40 for key in keys):
        raise _refuse(name, accepted)
    return keys


def fernet_keys(name: str) -> list[str]:
    """Return comma-separated Fernet keys, the newest first: the first encrypts, all of them decrypt."""
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


def age_keys(name: str, *, default: str | None = None) -> list[str]:
    """Return comma-separated public keys of age; the private key of any one opens what is sealed."""
    accepted = "one or more public keys of age (age1...), separated by commas (docs/backups.md)"
    keys = words(name, accepted, default=default)
    try:
        for key in keys:
            pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError as error:
        raise _refuse(name, accepted) from error
    return keys


def url(name: str, *, default: str | None = None) -> str:
    """Return an address that starts with http:// or https://, without a slash at the end."""
    accepted = "an address such as https://www.example.org"
    value = text(name, accepted, default=default)
    scheme, _, host = value.partition("://")
    if value != default and (scheme not in ("http", "https") or not host.strip("/")):
        raise _refuse(name, accepted)
    return value.rstrip("/")


def bucket(name: str, *, default: str) -> str:
    """Return the name of a bucket of an S3-compatible service, or nothing."""
    value = text(
        name, accepted := "the name of a bucket: 3 to 63 small letters, digits, - and .", default=default
    )
    if value and not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", value):
        raise _refuse(name, accepted)
    return value


def listening_address(name: str, *, default: str) -> str:
    """Return where a server listens: a numeric address with a port, or ``unix:`` with a path."""
    accepted = "an address with a port such as 127.0.0.1:8000, or unix:/run/clinic/web.sock"
    value = text(name, accepted, default=default)
    if value.startswith("unix:/"):
        return value
    host, _, port = value.rpartition(":")
    if not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65535:
        raise _refuse(name, accepted)
    try:
        is_bracketed = ipaddress.ip_address(host.removeprefix("[").removesuffix("]")).version == 6
    except ValueError:
        raise _refuse(name, accepted) from None
    if is_bracketed != (host.startswith("[") and host.endswith("]")):
        raise _refuse(name, accepted)
    return value


def networks(name: str, *, default: str) -> list[Network]:
    """Return comma-separated addresses and networks; an address is a network of one."""
    accepted = "addresses and networks separated by commas, such as 127.0.0.1,::1,10.0.0.0/24"
    try:
        return [ipaddress.ip_network(part) for part in words(name, accepted, default=default)]
    except ValueError:
        raise _refuse(name, accepted) from None


def time_zone(name: str, *, default: str) -> str:
    """Return the name of an existing time zone."""
    value = text(name, "a time zone such as America/Los_Angeles", default=default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise _refuse(name, "a time zone such as America/Los_Angeles") from error
    return value


def database(name: str) -> dict:
    """Return Django's DATABASES entry for the Postgres at the address in the variable."""
    accepted = (
        "a Postgres address such as postgres://user:password@host:5432/name, where / # @ : ? and % in a user "
        "or password are written as %2F %23 %40 %3A %3F and %25"
    )
    value = text(name, accepted)
    # With a password that holds one of these a part of it would be taken for the host, and looked up.
    if not _DATABASE_URL.fullmatch(value):
        raise _refuse(name, accepted)
    try:
        parsed = environ.Env.db_url_config(value)
    except (ValueError, KeyError):
        raise _refuse(name, accepted) from None
    if parsed.get("ENGINE") != "django.db.backends.postgresql" or not parsed.get("NAME"):
        raise _refuse(name, accepted)
    return dict(parsed)


def other_database(name: str) -> dict:
    """Return where the Postgres at the address in the variable is, and as whom; empty when it is unset."""
    if not is_set(name):
        return {}
    return {key: database(name)[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
