"""Settings of what operators watch the site by: figures for a monitor, and error reports."""

import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from clinic import env


def _bind(name: str) -> str:
    """Return a numeric address with a port, or nothing where nothing is told."""
    value = env.listening_address(name, default="127.0.0.1:9108") if env.is_set(name) else ""
    if value.startswith("unix:"):
        raise ImproperlyConfigured(
            f"{name} is malformed: set it to an address with a port such as 127.0.0.1:9108."
        )
    return value


def _is_loopback(address: str) -> bool:
    return ipaddress.ip_address(address.rpartition(":")[0].strip("[]")).is_loopback


def addresses_for_metrics() -> tuple[str, str, str]:
    """Return where worker and web tell figures, and the token that whoever asks must have."""
    binds = _bind("METRICS_BIND"), _bind("WEB_METRICS_BIND")
    token = env.secret("METRICS_TOKEN") if env.is_set("METRICS_TOKEN") else ""
    if not token and not all(_is_loopback(bind) for bind in binds if bind):
        raise ImproperlyConfigured(
            "METRICS_TOKEN is missing: set it to a secret of at least 40 random characters, or tell figures "
            "at 127.0.0.1 only."
        )
    return (*binds, token)


# Where the worker tells figures to Prometheus, and web on a machine without one. Empty: nowhere, and nothing
# is counted.
METRICS_BIND, WEB_METRICS_BIND, METRICS_TOKEN = addresses_for_metrics()
# Counts of all processes of this machine; best in memory, which never fills up with pictures.
METRICS_FOLDER = Path(
    env.text(
        "METRICS_FOLDER",
        "the folder for counts",
        default=str(Path(__file__).resolve().parents[2] / "var" / "metrics"),
    )
)


def address_for_error_reports() -> str:
    """Return the DSN of a service that speaks Sentry's protocol, or nothing."""
    value = env.text("ERROR_REPORTS_DSN", "a DSN", default="")
    try:
        found = urlsplit(value)
        is_safe = found.scheme == "https" or (
            found.scheme == "http" and found.hostname in ("127.0.0.1", "::1")
        )
        is_whole = found.username and found.hostname and found.path.rpartition("/")[2].isdigit()
    except ValueError:
        is_safe = is_whole = False
    if value and not (is_safe and is_whole):
        raise ImproperlyConfigured(
            "ERROR_REPORTS_DSN is malformed: set it to the DSN that the service shows, such as "
            "https://key@errors.example.org/1, encrypted unless it is of this machine."
        )
    return value


# Where errors are reported, without a word of anybody's (clinic/error_reports/). Empty: nowhere.
ERROR_REPORTS_DSN = address_for_error_reports()
ERROR_REPORTS_RELEASE = env.text("ERROR_REPORTS_RELEASE", "the name of this release", default="")
