"""Process in which a worker has pages judged: when it is started, and when it ends."""

import time
from typing import Any

from django.utils import timezone

import pytest

from appointments.worker import judge as module
from appointments.worker.judge import Judge
from articles.models import LintTerm
from articles.withholding.turns import TURN, judge_what_waits
from clinic.workers.turns import turn_at
from tests import cast
from tests.articles.withholding.test_withholding import worker
from tests.factories import make_information_page
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db


class CountingJudge(Judge):
    """Judge whose processes write a line when they start."""

    def __init__(self, folder: Any, then: str) -> None:
        self.started = folder / "started"
        self.started.touch()
        super().__init__(("/bin/sh", "-c", f'echo $$ >> "$0"; {then}', str(self.started)))

    def times(self) -> int:
        return len(self.started.read_text().split())

    def has_ended(self) -> bool:
        process = self._process
        return process is None or process.poll() is not None


@pytest.fixture
def page_waits() -> None:
    make_information_page().save_revision().publish()
    worker()
    LintTerm.objects.create(pattern="zzz", advice="Say what it is.")


def test_no_process_is_started_while_nothing_waits(tmp_path, page_waits):
    worker()
    judge = CountingJudge(tmp_path, "exit 0")
    judge.look()
    assert judge.has_ended()
    assert judge.times() == 0


def test_one_is_started_at_a_time_and_ends_with_its_worker(tmp_path, page_waits):
    judge = CountingJudge(tmp_path, "exec sleep 60")
    judge.look()
    wait_until(lambda: judge.times() == 1, "the process")
    LintTerm.objects.create(pattern="yyy", advice="Say what it is.")
    judge.look()
    assert not judge.has_ended()
    judge.stop()
    assert judge.has_ended()
    assert judge.times() == 1


def test_a_process_that_fails_is_told_and_tried_again_in_a_while_or_when_something_else_waits(
    tmp_path, page_waits, caplog, monkeypatch
):
    judge = CountingJudge(tmp_path, "exit 3")

    def look() -> int:
        judge.look()
        wait_until(judge.has_ended, "its end")
        return judge.times()

    assert [look(), look(), look()] == [1, 1, 1]
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "Live pages may not all be judged: the process for it ended with 3."
    ]
    LintTerm.objects.create(pattern="yyy", advice="Say what it is.")
    assert [look(), look()] == [2, 2]
    later = time.monotonic() + module.AGAIN_SECONDS + 1
    monkeypatch.setattr(module.time, "monotonic", lambda: later)
    judge.look()
    monkeypatch.undo()
    wait_until(judge.has_ended, "its end")
    assert judge.times() == 3


def test_reviewers_are_told_once_nothing_is_to_be_tried(tmp_path, mailoutbox):
    cast.make_rita()
    make_information_page(body=[("paragraph", "<p>Wonderworks.</p>")]).save_revision().publish()
    worker()
    LintTerm.objects.create(pattern="wonderworks", advice="Say what it is.")
    for _turn in range(2):
        judge_what_waits(timezone.now())
    # The word above is found, and one page more is left that nobody judges.
    make_information_page(slug="another").save_revision().publish()
    judge = CountingJudge(tmp_path, "exit 0")
    judge.look()
    wait_until(judge.has_ended, "its end")
    assert mailoutbox == []
    judge.look()
    assert len(mailoutbox) == 1
    assert judge.times() == 1


def test_none_is_started_while_another_workers_is_at_it(tmp_path, page_waits):
    judge = CountingJudge(tmp_path, "exit 0")
    with turn_at(TURN):
        judge.look()
    assert judge.times() == 0
    judge.look()
    wait_until(judge.has_ended, "its end")
    assert judge.times() == 1
