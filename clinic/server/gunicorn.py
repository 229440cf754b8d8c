"""Settings of gunicorn: `gunicorn --config python:clinic.server.gunicorn clinic.wsgi`."""

import gc
import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connections
from django.urls import reverse
from django.utils.module_loading import import_string

from clinic.database.limits import WEB, end_silence_after
from clinic.error_reports.roles import Role, act_as
from clinic.metrics.counting import WEB as THE_WEB
from clinic.metrics.counting import start_counting
from clinic.metrics.serving import listener_at, serve

# Until all is loaded: what it frees are holes, which each worker would fill by copying the page around them.
gc.disable()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings.production")
try:
    bind = settings.WEB_BIND
    workers = settings.WEB_WORKERS
    threads = settings.WEB_THREADS
    # Whether the line is encrypted it asks for itself, too.
    forwarded_allow_ips = ",".join(map(str, settings.TRUSTED_PROXIES))
except ImproperlyConfigured as error:
    sys.exit(f"Cannot start: {error}")
# Slow clients wait outside its threads.
worker_class = "clinic.server.worker.WholeRequestWorker"
timeout = 30
# One request to a connection: the proxy is next door, and nobody can be slow with a second one.
keepalive = 0
graceful_timeout = 30
# A fresh worker now and then makes a slow leak harmless; the jitter keeps the two from leaving together.
max_requests = 2000
max_requests_jitter = 200
# The workers share the memory of the loaded site, and a bad setting stops the start.
preload_app = True
control_socket_disable = True
# No query strings, addresses or referrers: what the desk searches for is a patient's name.
accesslog = "-"
# One JSON object to a line, with the route in place of the address.
logger_class = "clinic.server.gunicorn_log.WebServerLogger"
# Where figures are told, if web tells them: one of its processes answers for all.
_metrics_listeners: list[socket.socket] = []


def post_worker_init(worker: Any) -> None:
    """Keep the clinic's details in their file, and the proxy's pages in theirs, from now on."""
    act_as(Role.WEB)
    start_counting(THE_WEB)
    for listener in _metrics_listeners:
        serve(listener)
    # Longer than Postgres itself lets a statement take.
    end_silence_after(WEB.statement + 1)
    # Django is set up only once the site is loaded.
    import_string("clinic.http.proxy_pages.start_keeping")()


def on_starting(server: Any) -> None:
    """End with one line where the keys are not those of the database, before anybody is served.

    Tables that are not there yet end nothing: patients get their words back, and a phone number.
    """
    _listen_for_the_monitor(server)
    try:
        run_checks(tags=["keys"])
        if waiting := import_string("clinic.database.schema.fit")().waiting:
            names = ", ".join(map(str, waiting))
            server.log.error("The database waits for %s. Until `manage.py migrate` requests fail.", names)
    except Error:
        # Away. Whoever comes is told so.
        pass
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    finally:
        # The workers open connections of their own.
        connections.close_all()


def when_ready(server: Any) -> None:
    """Load the addresses of the site, with all their views, and keep workers from copying what they share.

    What the search for garbage looks at it writes to: each worker would soon have a copy of its own.
    """
    reverse("wagtailadmin_home")
    gc.freeze()
    gc.enable()


def on_reload(server: Any) -> None:
    """Say what a SIGHUP does not do: the workers that follow are made from the code in memory."""
    server.log.warning(
        "SIGHUP starts the workers anew with the settings and the code of the last start. To bring in "
        "another release, restart the service (docs/operations.md, Update)."
    )


def _listen_for_the_monitor(server: Any) -> None:
    """Open the address of WEB_METRICS_BIND, if there is one; one that is taken stops nobody."""
    if not settings.WEB_METRICS_BIND:
        return
    try:
        _metrics_listeners.append(listener_at(settings.WEB_METRICS_BIND))
    except OSError as error:
        server.log.error("No figures are told at WEB_METRICS_BIND: %s.", type(error).__name__)
