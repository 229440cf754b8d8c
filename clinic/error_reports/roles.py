"""Name of this process among those of the site, for error reports."""

from enum import StrEnum


class Role(StrEnum):
    """Kind of process."""

    WEB = "web"
    WORKER = "worker"
    COMMAND = "command"


_acting = Role.COMMAND


def acting_role() -> Role:
    """Return what this process is; a command until it says otherwise."""
    return _acting


def act_as(role: Role) -> None:
    """Say what this process is."""
    global _acting
    _acting = role
