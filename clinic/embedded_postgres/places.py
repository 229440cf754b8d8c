"""Files of the embedded Postgres: their folders, and the account that runs the server.

Postgres refuses to run as root, and other accounts may be unable to enter root's folders. So for root
everything stands under /var/lib, run by an unprivileged account; for everybody else, in the checkout's `var`.
"""

import hashlib
import os
import pwd
import stat
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

DATABASE = "clinic"
# The superuser, which makes the roles and the database; the site signs in as the roles.
ADMINISTRATOR = "clinic"
SOCKET_PORT = "5432"  # Nothing listens on the network: the number only names the socket's file.
LONGEST_SOCKET = 100  # The kernel allows 107 bytes on Linux, 103 on macOS.
STATE_OF_ROOT = Path("/var/lib/clinic-postgres")
PROGRAMS_OF_ROOT = STATE_OF_ROOT / "programs"
ACCOUNTS = ("postgres", "nobody")


class EmbeddedPostgresError(Exception):
    """Raised when Postgres cannot be run here. The message is one line for the person at the terminal."""


@dataclass(frozen=True)
class Account:
    """Unprivileged account that runs Postgres when the caller is root."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Places:
    """Paths of one cluster."""

    state: Path
    socket: Path
    log: Path
    account: Account | None
    mark: Path | None = None

    @property
    def data(self) -> Path:
        return self.state / "data"

    def prepare(self) -> None:
        """Create the folders that may be entered by Postgres and by us, and by nobody else."""
        try:
            self.log.parent.mkdir(parents=True, exist_ok=True)
            if self.account:
                PROGRAMS_OF_ROOT.mkdir(parents=True, exist_ok=True)
                for folder in (STATE_OF_ROOT, PROGRAMS_OF_ROOT):
                    folder.chmod(0o755)
                self.state.mkdir(exist_ok=True)
                self.state.chmod(0o711)
            else:
                self.make_private(self.state)
            self.make_private(self.socket)
        except OSError as error:
            raise EmbeddedPostgresError(
                f"The embedded Postgres cannot write to {error.filename}: {error.strerror}. "
                "Make that folder yours, or set DATABASE_URL to use another Postgres."
            ) from error

    def is_of_another_checkout(self) -> bool:
        """Return whether data outside the checkout was left by an earlier checkout at the same path."""
        if self.mark is None or not self.data.exists():
            return False
        return not self.mark.is_symlink() or self.mark.readlink() != self.state

    def set_data_aside(self) -> None:
        """Keep the earlier checkout's data under another name."""
        self.data.rename(self.state / f"data-until-{time.strftime('%Y%m%d-%H%M%S')}")

    def leave_mark(self) -> None:
        """Link from the checkout to data that stands outside it."""
        if self.mark and (not self.mark.is_symlink() or self.mark.readlink() != self.state):
            self.mark.unlink(missing_ok=True)
            self.mark.symlink_to(self.state)

    def make_private(self, folder: Path) -> None:
        """Create the folder for the account that runs Postgres; refuse one that somebody else put there."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.lstat()
        if self.account:
            # The parent folder is root's: nobody else can have created this one.
            os.chown(folder, self.account.uid, self.account.gid, follow_symlinks=False)
        elif not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
            raise EmbeddedPostgresError(f"{folder} belongs to somebody else: remove it, or set DATABASE_URL.")
        folder.chmod(0o700)


def places_for(project_dir: Path) -> Places:
    """Return the places of a checkout's own cluster. Touches no file."""
    project = Path(project_dir).resolve()
    log = project / "var" / "log" / "postgres.log"
    identity = hashlib.sha256(os.fsencode(project)).hexdigest()[:12]
    if os.geteuid() == 0:
        state = STATE_OF_ROOT / identity
        mark = project / "var" / "postgres-of-root"
        return Places(state, state / "socket", log, _server_account(state), mark)
    state = project / "var" / "postgres"
    socket = state / "socket"
    if len(os.fsencode(socket / f".s.PGSQL.{SOCKET_PORT}")) > LONGEST_SOCKET or "," in str(socket):
        # Postgres clients take a comma for the end of a host's name.
        # Not tempfile.gettempdir(): two terminals with different TMPDIR must find the same socket.
        socket = Path("/tmp") / f"clinic-postgres-{os.geteuid()}-{identity}"  # noqa: S108 - make_private() checks the owner
    return Places(state, socket, log, None)


def throwaway_places(project_dir: Path) -> Places:
    """Create a temporary folder for a throw-away cluster and return its places."""
    own = places_for(project_dir)
    parent = tempfile.gettempdir()
    if own.account or len(os.fsencode(parent)) > LONGEST_SOCKET - 50:
        parent = "/tmp"  # noqa: S108 - mkdtemp makes a private folder in it
    state = Path(tempfile.mkdtemp(prefix="clinic-postgres-", dir=parent)).resolve()
    return Places(state, state / "socket", state / "log", own.account)


def _server_account(state: Path) -> Account:
    """Return the account that the data belongs to: a better one may have come into being since then."""
    if (state / "data").exists():
        owner = (state / "data").stat()
        return Account(owner.st_uid, owner.st_gid)
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise EmbeddedPostgresError(f"Postgres refuses to run as root, and none of {ACCOUNTS} exists here.")
