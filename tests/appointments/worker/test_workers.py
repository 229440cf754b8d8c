"""Two workers, as processes: nothing is done twice, and the other goes on when one is killed."""

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.db.models.functions import Now
from django.test import Client

import pytest

from appointments.models import Notice, RequestEvent, Signal, WorkerHeartbeat
from appointments.statuses import Status
from appointments.worker.heart import Heart
from articles.models import LintTerm
from clinic.accounts.events import EventKind
from clinic.database.addresses import signed_in_as
from clinic.database.records import ChainMark
from clinic.database.roles import Roles
from clinic.models import AccountEvent, PageJudgment, User
from clinic.staff.break_glass import make_emergency_account
from tests import cast
from tests.appointments.factories import make_request
from tests.browser.site import ROOT, environment_of
from tests.databases import address_as, address_of, copy_of
from tests.factories import make_details, make_information_page
from tests.reading import reading_of_the_test
from tests.smtp_sink import SmtpSink, running_sink
from tests.waiting import wait_until


class Workers:
    """Processes of one clinic's database, with a mail server."""

    def __init__(self, database: str, sink: SmtpSink) -> None:
        self.sink = sink
        self.environment = {
            **environment_of(address_as(Roles().worker, address_of(database))),
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(sink.port),
            "SMTP_SECURITY": "none",
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Start another, and do not wait for it."""
        command = [sys.executable, "manage.py", "run_worker"]
        said = subprocess.DEVNULL
        process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=said, stderr=said)
        self.processes.append(process)

    def end(self, number: int, how: int) -> None:
        """End one by the signal."""
        self.processes[number].send_signal(how)
        self.processes[number].wait(60)

    def mails(self, words: str) -> list[str]:
        """To whom mail went whose subject has the words."""
        return [mail["To"] for mail in self.sink.messages if words in mail["Subject"]]


@pytest.fixture
def workers(untouched_database: str, django_db_blocker: Any) -> Iterator[Workers]:
    """Workers of a clinic; the test is connected to the same database."""
    with (
        django_db_blocker.unblock(),
        copy_of(untouched_database, "workers") as name,
        signed_in_as({"NAME": name}),
        reading_of_the_test(),
        running_sink() as sink,
    ):
        make_details()
        made = Workers(name, sink)
        yield made
        for process in made.processes:
            process.kill()
            process.wait()


def what_waits() -> None:
    """Leave something for every task that tells somebody."""
    cast.make_freya()
    cast.make_olive()
    make_request(received_ago=timedelta(hours=300))
    for _number in range(3):
        make_request(status=Status.QUARANTINED, signals=[Signal.LINK])
    make_emergency_account("Tess", "All passkeys are lost")
    make_information_page(body=[("paragraph", "<p>Wonderworks.</p>")]).save_revision().publish()
    LintTerm.objects.create(pattern="wonderworks", advice="Say what it is.")
    User.objects.filter(ends_at__isnull=False).update(ends_at=F("ends_at") - timedelta(minutes=61))


def ready() -> dict[str, Any]:
    return Client().get("/health/ready").json()


def alive() -> int:
    return WorkerHeartbeat.objects.fresh().count()


def all_told() -> bool:
    return not Notice.objects.filter(state="pending", due_at__lte=Now()).exists()


def test_two_workers_do_nothing_twice_and_one_that_is_killed_is_missed_and_replaced(workers):
    what_waits()
    workers.start()
    workers.start()
    wait_until(lambda: alive() == 2, "both")
    wait_until(lambda: ready()["woken"] and ready()["workers"] == 2, "both to listen")
    wait_until(lambda: workers.mails("Records of reads"), "the records")
    wait_until(lambda: not User.objects.filter(ends_at__isnull=False, is_active=True).exists(), "the account")
    wait_until(lambda: PageJudgment.objects.filter(fails_since__isnull=False).exists(), "the page")
    late = [make_request(email="") for _number in range(4)]
    wait_until(all_told, "the desk to be told")

    assert AccountEvent.objects.filter(kind=EventKind.BREAK_GLASS_OVER).count() == 1
    heads = ChainMark.objects.filter(kind="head")
    assert heads.count() == heads.values("chain").distinct().count() > 0
    assert Counter(workers.mails("Records of reads")) == {"olive@clinic.example": 1}
    assert Notice.objects.filter(event__to_status=Status.QUARANTINED, channel="desk_email").count() == 1
    escalated = RequestEvent.objects.filter(kind="escalated")
    assert escalated.count() == escalated.values("appointment_request", "details").distinct().count() > 0
    ids = [mail["Message-ID"] for mail in workers.sink.messages]
    assert len(ids) == len(set(ids)) >= len(late)

    workers.end(0, signal.SIGKILL)
    told = make_request(email="")
    wait_until(lambda: told.notices.filter(state="sent").exists(), "the other to go on", seconds=20)
    killed = WorkerHeartbeat.objects.filter(process=workers.processes[0].pid)
    assert killed.update(beat_at=Now() - timedelta(minutes=3)) == 1
    known = ready()
    assert (known["workers"], known["workers_stopped"], known["worker"]) == (1, 1, True)

    workers.end(1, signal.SIGTERM)
    known = ready()
    assert (known["workers"], known["workers_stopped"], known["worker"]) == (0, 1, False)
    # As the worker that is started in the place of the one that was killed.
    heart = Heart()
    heart.beat(is_woken=True)
    known = ready()
    assert (known["workers"], known["workers_stopped"], known["woken"]) == (1, 0, True)
    heart.stop()
    assert not WorkerHeartbeat.objects.exists(), "who stops in order is missed by nobody"
