"""What processes count adds up, says nothing of whoever asked, and takes no more room than it was given."""

import logging
import os
import secrets
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from django.db import DatabaseError, connection, transaction

import pytest
from gunicorn.config import Config
from hypothesis import given
from hypothesis import settings as each_time
from hypothesis import strategies as st

from clinic.metrics import counting, slots
from clinic.metrics.counting import MOST_SERIES, WEB, Counts
from clinic.metrics.parts import Part, part_of
from clinic.metrics.serving import Files
from clinic.server.gunicorn_log import WebServerLogger
from clinic.server.route_templates import route_of
from tests.canaries.words import NUMBER, found_in, word
from tests.clinic.metrics.exported import samples_in, text_of, value


@pytest.fixture
def folder(counts_in: Path) -> Path:
    return counts_in


def told(folder: Path) -> dict:
    return samples_in(text_of(Files(folder)))


def ask(log: WebServerLogger, path: str, method: str = "GET", status: str = "200 OK", **environ: str) -> None:
    asked = {"REQUEST_METHOD": method, "PATH_INFO": path, **environ}
    log.access(SimpleNamespace(status=status, sent=7), None, asked, timedelta(seconds=0.3))


def test_two_processes_add_up_and_the_next_one_goes_on_where_one_ended(folder):
    first, second = Counts(folder, WEB), Counts(folder, WEB)
    assert (first.slot.name, second.slot.name) == ("0", "1")
    for counts in (first, second, second):
        counts.request("/search/", "/search/", "GET", 200, 0.3)
    # As the system does with the locks of a process that was killed.
    second.slot.lock.close()
    third = Counts(folder, WEB)
    assert third.slot.name == "1"
    third.request("/search/", "/search/", "GET", 200, 30)
    samples = told(folder)
    labels = {"route": "/search/", "method": "GET", "status": "2xx"}
    assert value(samples, "clinic_http_requests_total", **labels) == 4
    assert value(samples, "clinic_http_responses_total", status="2xx") == 4
    assert value(samples, "clinic_http_request_seconds_bucket", part="search", le="0.5") == 3
    assert value(samples, "clinic_http_request_seconds_count", part="search") == 4


def test_nothing_that_a_visitor_sends_is_a_label(folder, monkeypatch):
    monkeypatch.setattr(counting, "_counts", Counts(folder, WEB))
    config = Config()
    config.set("accesslog", None)
    log = WebServerLogger(config)
    ask(log, "/")
    ask(log, f"/appointments/your-request/{'a' * 26}/")
    before = set(told(folder))
    typed = (word("path"), NUMBER, secrets.token_urlsafe(20))
    for one in typed:
        for path in (
            f"/{one}/",
            f"/conditions/{one}/",
            f"/appointments/your-request/{one}/",
            f"//{one}//x.php",
        ):
            ask(
                log,
                path,
                QUERY_STRING=f"q={one}",
                HTTP_HOST=f"{one}.example",
                HTTP_REFERER=one,
                HTTP_COOKIE=one,
            )
            ask(log, path, method=one, status="499 Odd")
    after = told(folder)
    assert {dict(labels).get("route") for _name, labels in set(after) - before} <= {
        "(pages)",
        "(your_request)",
        "/appointments/your-request/<token>/",
        None,
    }
    files = b"".join(path.read_bytes() for path in folder.iterdir())
    for one in typed:
        assert one.encode() not in files
    assert not found_in(files)
    assert {dict(labels).get("method", "GET") for _name, labels in after} == {"GET", "other"}


def test_a_flood_of_series_is_counted_together_and_the_files_do_not_grow(folder):
    counts = Counts(folder, WEB)
    for number in range(MOST_SERIES + 200):
        counts.request(f"/{number:0159}/", "/", "GET", 200, 0.1)
    samples = told(folder)
    assert sum(name == "clinic_http_requests_total" for name, _labels in samples) == MOST_SERIES + 1
    assert value(samples, "clinic_http_requests_total", route="other", method="other", status="2xx") == 200
    assert {path.stat().st_size for path in folder.glob("*.db")} == set(slots.ROOM.values())
    # Taken, not only promised: whoever writes to a mapped file on a full disk is ended by the system.
    for path in folder.glob("*.db"):
        assert path.stat().st_blocks * 512 >= path.stat().st_size


@each_time(max_examples=25)
@given(st.text(max_size=60))
def test_a_route_is_one_of_the_sites_whatever_the_path(path):
    route = route_of("/" + path)
    assert route == "" or "<" in route or route == "/" + path
    assert part_of("/" + path) in Part


def test_troubles_of_the_database_and_errors_in_the_log_are_counted_and_not_repeated(folder, db, monkeypatch):
    counts = Counts(folder, WEB)
    monkeypatch.setattr(counting, "_counts", counts)
    handler = counting._ErrorCounter(logging.ERROR)
    logging.getLogger().addHandler(handler)
    try:
        for statement in (
            "SET LOCAL statement_timeout = '10ms'; SELECT pg_sleep(1)",
            f"SELECT {word('column')}",
        ):
            with (
                connection.execute_wrapper(counting._noted),
                pytest.raises(DatabaseError),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
        logging.getLogger("clinic.database.anchors").error("Records of %s", word("record"))
        logging.getLogger(word("logger")).error("!")
    finally:
        logging.getLogger().removeHandler(handler)
    samples = told(folder)
    for kind, number in {"slow": 1, "misfit": 1, "away": 0}.items():
        assert value(samples, "clinic_database_trouble_total", process=WEB, kind=kind) == number
    for logger, number in {"clinic.database.anchors": 1, "django.request": 0, "other": 1}.items():
        assert value(samples, "clinic_logged_errors_total", process=WEB, logger=logger) == number
    assert not found_in(b"".join(path.read_bytes() for path in folder.iterdir()))


def test_a_folder_that_cannot_be_used_and_files_that_are_broken_stop_nobody(folder, settings, caplog):
    settings.METRICS_BIND, settings.METRICS_FOLDER = "127.0.0.1:1", folder
    folder.write_text("a file where the folder should be")
    counting.start_counting(WEB)
    assert counting._counts is None
    assert "Nothing is counted" in caplog.text
    counting.count_request("/", "/", "GET", 200, 0.1)
    folder.unlink()
    folder.mkdir()
    (folder / "counter_0.db").write_bytes(os.urandom(4096))
    assert text_of(Files(folder)) == ""
    Counts(folder, WEB).request("/", "/", "GET", 200, 0.1)
    assert value(told(folder), "clinic_http_responses_total", status="2xx") == 1


def test_nothing_is_counted_unless_an_operator_asks_for_it(folder, settings):
    settings.METRICS_FOLDER = folder
    counting.start_counting(WEB)
    assert not folder.exists()
