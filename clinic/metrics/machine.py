"""Figures that this machine knows: room on its disks, and how long the site's certificate is good."""

import logging
import os
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from cryptography import x509
from prometheus_client import Metric
from prometheus_client.registry import Collector

from .figures import Figure, families

logger = logging.getLogger(__name__)

_ASKED_EVERY = 3600
_CONNECT_SECONDS = 5


# Debian's place. Postgres itself does not say how much room it has; elsewhere its own machine must tell.
DATABASE_FOLDER = Path("/var/lib/postgresql")


class Disks(Collector):
    """Collector of the room on each disk of this machine that can fill: pictures, backups, the database."""

    def collect(self) -> Iterator[Metric]:
        """Yield free bytes and all bytes of each."""
        others = {"backups": settings.BACKUP_FOLDER, "database": DATABASE_FOLDER}
        folders = {"pictures": _nearest(Path(settings.MEDIA_ROOT))}
        folders |= {holds: folder for holds, folder in others.items() if folder.is_dir()}
        figures = []
        for holds, folder in folders.items():
            disk, labels = os.statvfs(folder), {"holds": holds}
            free, whole = disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize
            figures += [
                Figure("clinic_disk_free_bytes", "Free bytes on the disk that holds this", free, labels),
                Figure("clinic_disk_bytes", "All bytes of that disk", whole, labels),
            ]
        yield from families(figures)


def _nearest(folder: Path) -> Path:
    """Return the folder, or the one in which it is made when the first picture comes."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


class Certificate(Collector):
    """Collector of the end of the certificate at the site's address, which a thread asks for each hour.

    Where the address cannot be reached from here, nothing is said.
    """

    def __init__(self) -> None:
        self._ends: float | None = None
        self._asked_at = float("-inf")

    def collect(self) -> Iterator[Metric]:
        """Yield the end, once it is known."""
        now = time.monotonic()
        if settings.SITE_URL.startswith("https:") and now - self._asked_at > _ASKED_EVERY:
            self._asked_at = now
            threading.Thread(target=self._ask, name="certificate", daemon=True).start()
        if self._ends is not None:
            name = "clinic_certificate_expires_timestamp_seconds"
            yield from families([Figure(name, "When the site's certificate ends", self._ends)])

    def _ask(self) -> None:
        site = urlsplit(settings.SITE_URL)
        try:
            self._ends = _end_of_certificate(site.hostname or "", site.port or 443)
        except (OSError, ValueError) as error:
            self._ends = None
            logger.info("The site's certificate could not be read: %s.", type(error).__name__)


def _end_of_certificate(host: str, port: int) -> float:
    # Whether it is trusted is for browsers to say: one that is not has an end as well.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection((host, port), timeout=_CONNECT_SECONDS) as line,
        context.wrap_socket(line, server_hostname=host) as encrypted,
    ):
        found = encrypted.getpeercert(binary_form=True)
    if not found:
        raise ValueError
    return x509.load_der_x509_certificate(found).not_valid_after_utc.timestamp()
