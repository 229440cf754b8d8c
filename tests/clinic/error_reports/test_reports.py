"""Error reports say where, and never what: no word that anybody typed leaves, whatever carries it."""

import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.signals import got_request_exception
from django.db import DatabaseError, connection
from django.test import RequestFactory
from django.urls import resolve

import pytest

from appointments.public.request import sending
from clinic.error_reports import roles
from clinic.error_reports.checks import check_error_reports
from clinic.error_reports.contents import SHAPE, allowed, report_on
from clinic.error_reports.roles import Role, act_as
from clinic.error_reports.sending import Reports
from clinic.error_reports.watching import ErrorReporter, report_errors
from clinic.settings import monitoring
from tests.appointments.patients import check, press, send
from tests.canaries.test_patients import FOR_ANOTHER, TYPED, away, crash
from tests.canaries.words import NUMBER, PHONE, found_in, word
from tests.clinic.error_reports.receiver import Receiver, receiving
from tests.databases import address_of
from tests.factories import make_details
from tests.test_project import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A service that gets this process's reports while a test runs."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(roles, "_acting", Role.COMMAND)
    with receiving() as receiver:
        settings.ERROR_REPORTS_DSN, settings.ERROR_REPORTS_RELEASE = receiver.dsn, "2026.11"
        reporter = report_errors()
        try:
            yield receiver
            reporter.reports.flush(5)
        finally:
            logging.getLogger().removeHandler(reporter)
            got_request_exception.disconnect(dispatch_uid="clinic.error_reports")
        for message in receiver.came:
            assert not found_in(message), message


def keys_of(report: Any, shape: Any = SHAPE) -> None:
    """Everything in the report is named in the table of what may leave."""
    if isinstance(shape, dict):
        assert set(report) <= set(shape)
        for key, value in report.items():
            keys_of(value, shape[key])
    elif isinstance(shape, list):
        for one in report:
            keys_of(one, shape[0])
    else:
        assert isinstance(report, str | int | float | bool)


@pytest.mark.parametrize("fail", [crash, away], ids=["an error", "an error of the database"])
def test_a_view_that_fails_is_reported_by_its_route_once(receiver, client, monkeypatch, fail):
    make_details()
    act_as(Role.WEB)
    client.raise_request_exception = False
    page = check(client, **FOR_ANOTHER)
    monkeypatch.setattr(sending, "submit_request", fail)
    client.defaults |= {
        "HTTP_USER_AGENT": word("agent"),
        "HTTP_REFERER": f"http://testserver/?{word('page')}",
    }
    client.cookies["note"] = word("cookie")
    assert press(client, page).status_code in (500, 503)
    [report] = receiver.wait_for(1)
    keys_of(report)
    assert report["transaction"] == "/appointments/request/"
    assert (report["server_name"], report["release"]) == ("web", "2026.11")
    last = report["exception"]["values"][-1]
    assert last["type"] == {crash: "ValueError", away: "DatabaseError"}[fail]
    frame = last["stacktrace"]["frames"][-1]
    assert frame["filename"] == "tests/canaries/test_patients.py"
    assert frame["function"] == fail.__name__
    assert str(ROOT) not in str(receiver.came)


def test_words_of_postgres_stay_here(receiver):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::uuid", [f"{TYPED['caller_name']} {PHONE}"])
    except DatabaseError:
        logging.getLogger("clinic").exception("Not stored: %s", TYPED["note"])
    [report] = receiver.wait_for(1)
    assert report["tags"] == {"role": "command", "trouble": "refused"}
    # What Postgres said, and what psycopg2 made of it.
    assert [one["type"] for one in report["exception"]["values"]] == [
        "InvalidTextRepresentation",
        "DataError",
    ]


def test_the_worker_reports_what_it_logs_by_class_alone(receiver, client, monkeypatch):
    make_details()
    send(client, **TYPED)
    act_as(Role.WORKER)
    monkeypatch.setattr("appointments.worker.tasks.send_review_digest", crash)
    monkeypatch.setattr("django.core.mail.message.EmailMessage.message", crash)
    call_command("run_worker", "--once")
    # Notices and reviewers failed at the same place: it is told once.
    [report] = receiver.wait_for(1)
    assert report["server_name"] == "worker"
    frames = report["exception"]["values"][-1]["stacktrace"]["frames"]
    assert [frames[0]["filename"], frames[-1]["function"]] == ["appointments/notices/dispatch.py", "crash"]


def test_a_line_without_an_error_is_reported_by_its_place(receiver):
    logging.getLogger("clinic.database.anchors").error("%s was changed", word("row"), extra={"x": word("x")})
    [report] = receiver.wait_for(1)
    [value] = report["exception"]["values"]
    assert (value["type"], value["module"]) == ("LoggedError", "clinic.database.anchors")
    assert value["stacktrace"]["frames"][0]["filename"].endswith("test_reports.py")


def test_what_any_stranger_makes_happen_is_not_reported(receiver, client):
    assert client.get("/", headers={"host": f"{word('host')}.example"}).status_code == 400
    logging.getLogger("clinic").error("Something else")
    [report] = receiver.wait_for(1)
    assert report["exception"]["values"][0]["module"] == "clinic"


def test_a_command_that_fails_is_reported_before_it_ends(receiver):
    """A process of its own, as nobody but Python itself calls the hook."""
    script = (
        "import django; django.setup()\n"
        "from django.core.management import execute_from_command_line, base\n"
        "def handle(self, *a, **o):\n"
        f"    typed = {word('local')!r}\n"
        f"    raise RuntimeError('{word('text')} {NUMBER}')\n"
        "from django.core.management.commands.check import Command\n"
        "Command.handle = handle\n"
        f"execute_from_command_line(['manage.py', 'check', '--tag', {word('argument')!r}])\n"
    )
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "clinic.settings.test",
        "DATABASE_URL": address_of(connection.settings_dict["NAME"]),
        "ERROR_REPORTS_DSN": receiver.dsn,
    }
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, check=False
    )
    assert b"RuntimeError" in done.stderr
    [report] = receiver.wait_for(1)
    assert report["server_name"] == "command"
    assert report["exception"]["values"][0]["type"] == "RuntimeError"


def test_only_what_the_table_names_may_leave():
    everything = {
        "request": {"data": word("data"), "headers": {}},
        "user": {"email": word("mail")},
        "breadcrumbs": {"values": [{"message": word("sql")}]},
        "contexts": {"trace": {}},
        "extra": {"note": word("note")},
        "message": word("message"),
        "modules": {"django": "6.1"},
        "level": {"not": "a word"},
        "tags": {"role": "web", "user": word("user")},
        "exception": {
            "values": [
                {
                    "type": "ValueError",
                    "value": word("value"),
                    "stacktrace": {
                        "frames": [{"lineno": 7, "vars": {"name": word("vars")}, "pre_context": ["x"]}]
                    },
                }
            ]
        },
    }
    frames = {"frames": [{"lineno": 7}]}
    assert allowed(everything) == {
        "sdk": {},
        "tags": {"role": "web"},
        "exception": {"values": [{"type": "ValueError", "stacktrace": frames}]},
    }


def test_an_address_that_is_away_or_says_nothing_holds_nobody_up(settings, monkeypatch):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        settings.ERROR_REPORTS_DSN = f"http://key@127.0.0.1:{silent.getsockname()[1]}/1"
        reports = Reports()
        monkeypatch.setattr("clinic.error_reports.sending._MOST_IN_A_MINUTE", 200)
        reporter, began = ErrorReporter(reports), time.monotonic()
        for number in range(150):
            reporter.report(type(f"Error{number}", (Exception,), {})())
        assert time.monotonic() - began < 2
        # Most of them were dropped: as many wait as may.
        assert reports._client.transport._worker._queue.qsize() <= 30


def test_the_same_fault_and_a_flood_are_told_only_so_often(settings):
    settings.ERROR_REPORTS_DSN = "http://key@127.0.0.1:9/1"
    reports, sent = Reports(), []
    reports._client.capture_event = sent.append
    for number in range(90):
        reports.send(report_on(type(f"Error{number % 45}", (Exception,), {})(), None))
    assert len(sent) == 30


def test_pages_are_told_without_their_address():
    request = RequestFactory().get(f"/conditions/{word('page')}/")
    request.resolver_match = resolve(request.path)
    assert report_on(ValueError(), request)["transaction"] == "(pages)"


@pytest.mark.parametrize(
    "dsn", ["errors.example.org", "http://key@errors.example.org/1", "https://errors.example/1"]
)
def test_an_address_that_is_none_or_not_encrypted_is_refused(dsn, monkeypatch):
    monkeypatch.setenv("ERROR_REPORTS_DSN", dsn)
    with pytest.raises(ImproperlyConfigured, match="ERROR_REPORTS_DSN is malformed"):
        monitoring.address_for_error_reports()


def test_nothing_is_loaded_or_said_unless_an_operator_asks_for_it(settings):
    assert not any(isinstance(one, ErrorReporter) for one in logging.getLogger().handlers)
    assert check_error_reports(None) == []
    settings.ERROR_REPORTS_DSN = "https://key@errors.example.org/1"
    [said] = check_error_reports(None)
    assert "errors.example.org" in said.msg and "key" not in said.msg
