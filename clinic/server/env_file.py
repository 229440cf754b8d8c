"""File of variables, `.env`: the one reader for every command, the web server and the worker.

A shell, systemd and Docker Compose read the same file, each with a grammar of its own. Only what all of them
read alike is taken; anything else is refused with the line's number, and never with its value.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

FILE = Path(__file__).resolve().parents[2] / ".env"

# A shell takes more without quotes; the others do not agree with it on blanks, "#", "$", "\" and "~".
_PLAIN = r"[A-Za-z0-9@%+=:,./_-]*"
# Of what stands between these only Compose reads anything: a "\" before the end.
_SINGLE = r"'[^'\x00-\x1f\x7f]*(?<!\\)'"
_DOUBLE = r'"[^"$`\\\x00-\x1f\x7f]*"'
_LINE = re.compile(rf"([A-Za-z_][A-Za-z0-9_]*)=({_PLAIN}|{_SINGLE}|{_DOUBLE})[ \t]*")
_HOW = "write NAME=value, and NAME='value' where it holds more than letters, digits and @%+=:,./_-"


def read_env_file() -> None:
    """Put the variables of the file into the environment; those that are there already stay.

    The file is the one that ENV_FILE names, or `.env` beside manage.py where there is one. Raises
    ImproperlyConfigured.
    """
    named = os.environ.get("ENV_FILE", "").strip()
    try:
        text = Path(named or FILE).read_bytes().decode("utf-8")
    except (OSError, ValueError) as error:
        if not named and isinstance(error, FileNotFoundError | PermissionError):
            # Containers have none. What systemd reads as root is often root's alone.
            return
        name = "ENV_FILE" if named else ".env"
        raise ImproperlyConfigured(
            f"{name} is malformed: set it to a file of variables, in UTF-8, that this account may read."
        ) from None
    for name, value in variables_in(text, named or FILE.name):
        os.environ.setdefault(name, value)


def variables_in(text: str, file_name: str) -> Iterator[tuple[str, str]]:
    """Yield the names and values in the text of a file. Raises ImproperlyConfigured, which names the line."""
    seen = set()
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("#") and not line.endswith("\\"):
            continue
        if not line.strip(" \t"):
            continue
        found = _LINE.fullmatch(line)
        if not found:
            raise ImproperlyConfigured(f"Line {number} of {file_name} is malformed: {_what_to_do(line)}.")
        name, value = found.groups()
        if name in seen:
            raise ImproperlyConfigured(f"{name} stands twice in {file_name}: leave it in one line.")
        seen.add(name)
        yield name, value[1:-1] if value[:1] in ("'", '"') else value


def _what_to_do(line: str) -> str:
    if line.endswith("\r"):
        return "it ends as on Windows: save the file with the line ends of Unix"
    if line.startswith("#"):
        return "end the comment with something else than \\"
    if line.startswith("export "):
        return "leave out export, which systemd does not know"
    return _HOW
