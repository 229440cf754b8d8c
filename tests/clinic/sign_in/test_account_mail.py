"""Mail about accounts goes by the worker: the same answer for everybody, limited, tried again."""

from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext

import pytest

from clinic.models import AccountEvent, AccountMail
from clinic.sign_in.mail import send_next
from tests import cast
from tests.interleaving import meanwhile

pytestmark = pytest.mark.django_db
NOBODY = "nobody@clinic.example"


def ask(email: str, address: str = "203.0.113.7") -> Any:
    return Client().post("/admin/password_reset/", {"email": email}, REMOTE_ADDR=address)


def time_passes(**time: float) -> None:
    past = timedelta(**time)
    AccountMail.objects.update(**{name: F(name) - past for name in ("created_at", "due_at", "good_until")})


def test_asking_for_a_known_and_an_unknown_address_is_the_same_work(mailoutbox):
    freya, asked = cast.make_freya(), {}
    for email in (freya.email, NOBODY):
        with CaptureQueriesContext(connection) as queries:
            answer = ask(email)
        statements = [one["sql"].split()[:3] for one in queries]
        asked[email] = (statements, answer.status_code, answer.headers["Location"])
    assert asked[freya.email] == asked[NOBODY]
    assert not mailoutbox.sent, "nothing is sent while somebody waits for the answer"
    assert AccountEvent.objects.filter(kind="reset_asked").count() == 2
    stored = str([*AccountMail.objects.values_list()]) + str([*AccountEvent.objects.values_list()])
    assert NOBODY not in stored
    call_command("run_worker", "--once")
    assert [mail.to for mail in mailoutbox.sent] == [[freya.email]]


@pytest.mark.parametrize("email", ["freya@clinic.example", NOBODY])
def test_asking_is_limited_for_an_address_and_for_a_connection(email, mailoutbox):
    cast.make_freya()
    typed = [email, email.upper()] * 3
    answers = [ask(typed[number], f"203.0.113.{number}") for number in range(5)]
    assert [answer.status_code for answer in answers] == [302] * 3 + [429] * 2
    assert "Please try again in 1 minute." in answers[4].content.decode()
    assert len(mailoutbox) == (0 if email == NOBODY else 3)
    assert [ask(f"{n}@clinic.example").status_code for n in range(11)] == [302] * 10 + [429]


def test_what_the_mail_server_refuses_is_tried_again_while_it_is_worth_it(mailoutbox, monkeypatch):
    freya = cast.make_freya()
    ask(freya.email)
    with monkeypatch.context() as broken:
        broken.setattr("clinic.sign_in.mail.send_mail", refuse)
        call_command("run_worker", "--once")
    assert not send_next(), "not at once again"
    time_passes(seconds=61)
    assert len(mailoutbox) == 1
    ask(freya.email)
    time_passes(minutes=61)
    assert len(mailoutbox) == 1, "nobody waits for it any more"


def test_each_wait_is_longer_until_it_is_an_hour():
    AccountMail.put("new_device", None)
    waits = []
    for _each in range(7):
        mail = AccountMail.claim()
        waiting = AccountMail.objects.annotate(wait=F("due_at") - Now()).get(pk=mail.pk)
        waits.append(round(waiting.wait.total_seconds()))
        AccountMail.objects.update(due_at=Now())
    assert waits == [60, 120, 300, 900, 3600, 3600, 3600]


def test_what_another_worker_took_a_moment_ago_is_not_sent_twice():
    AccountMail.put("new_device", 1)
    AccountMail.put("new_device", 2)
    taken = []
    with meanwhile("clinic_accountmail", lambda: taken.append(AccountMail.claim())):
        taken.append(AccountMail.claim())
    assert sorted(mail.account_number for mail in taken) == [1, 2]
    assert AccountMail.claim() is None


def test_a_mail_is_sent_once_and_then_has_no_address(mailoutbox):
    freya = cast.make_freya()
    AccountMail.put("address_changed", freya.pk, to="before@clinic.example")
    for _twice in range(2):
        assert [mail.to for mail in mailoutbox] == [["before@clinic.example"]]
        time_passes(minutes=2)
    assert AccountMail.objects.get().to == ""


def test_what_was_sent_stands_in_the_way_of_nothing():
    for _each in range(6):
        AccountMail.put("new_device", None)
    while send_next():
        pass
    time_passes(minutes=2)
    AccountMail.put("new_device", 7)
    assert AccountMail.claim().account_number == 7


@pytest.mark.parametrize(("hours", "is_sent"), [(71, True), (73, False)])
def test_what_tells_of_a_change_may_come_three_days_later(mailoutbox, hours, is_sent):
    AccountMail.put("new_device", cast.make_freya().pk)
    time_passes(hours=hours)
    assert len(mailoutbox) == is_sent


def test_what_is_a_month_old_is_forgotten_by_the_worker():
    for days in (31, 2):
        AccountMail.put("new_device", days)
        AccountMail.objects.filter(account_number=days).update(created_at=Now() - timedelta(days=days))
    call_command("run_worker", "--once")
    assert [mail.account_number for mail in AccountMail.objects.all()] == [2]


def refuse(*_arguments: Any) -> None:
    raise ConnectionRefusedError


def test_a_person_is_told_of_a_new_device_and_of_a_new_password(mailoutbox):
    freya, browser = cast.make_freya(), Client()
    fields = {"login": freya.email, "password": "a password of the tests"}
    for _ in range(2):
        browser.post("/admin/login/", fields)
        browser.post("/admin/logout/")
    assert [mail.subject for mail in mailoutbox] == ["A sign-in at  on a new device".replace("  ", " ")]
    assert mailoutbox[0].to == [freya.email]
