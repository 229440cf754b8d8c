"""Wagtail's own mails: they sign in to the mail server, and cost nobody their work when it is away."""

from collections.abc import Iterator

from django.core.mail import send_mail

import pytest

from articles.models import ConditionPage
from clinic.settings import base
from tests.articles.gate.test_gate_doors import edit_url, form_of
from tests.cast import make_ed, make_rita, signed_in
from tests.factories import make_ready_draft
from tests.smtp_sink import ACCEPT, BUSY, REFUSE_FOR_GOOD, SmtpSink, running_sink

pytestmark = pytest.mark.django_db
CREDENTIALS = ("clinic", "a password of the tests")


@pytest.fixture
def sink(settings) -> Iterator[SmtpSink]:
    """A mail server that asks for a sign-in, and the site set to use it as in production."""
    with running_sink() as server:
        server.credentials = CREDENTIALS
        given = {"username": CREDENTIALS[0], "password": CREDENTIALS[1]}
        options = {"host": "127.0.0.1", "port": server.port, "timeout": 2, "use_tls": False, **given}
        settings.MAILERS = {"default": {**base.MAILERS["default"], "OPTIONS": options}}
        yield server


def wrong_password(settings, sink) -> None:
    settings.MAILERS["default"]["OPTIONS"]["password"] = "wrong"


def busy(settings, sink) -> None:
    sink.mode = BUSY


def nobody_listens(settings, sink) -> None:
    settings.MAILERS["default"]["OPTIONS"]["port"] = 1


def no_such_host(settings, sink) -> None:
    settings.MAILERS["default"]["OPTIONS"]["host"] = "mail.invalid"


def refuses_the_recipient(settings, sink) -> None:
    sink.mode = REFUSE_FOR_GOOD


FAULTS = [wrong_password, busy, nobody_listens, no_such_host, refuses_the_recipient]


def submit(page: ConditionPage) -> int:
    """Ed sends the article to the reviewers; the answer's status."""
    form = form_of(page, ready=True, **{"action-submit": "1"})
    return signed_in(make_ed()).post(edit_url(page), form).status_code


def comment(page: ConditionPage) -> int:
    """Ed asks something beside the summary and saves; the answer's status."""
    typed = {"text": "Which leg?", "contentpath": "summary", "position": "", "resolved": "", "id": ""}
    form = form_of(page, ready=True) | {f"comments-0-{name}": value for name, value in typed.items()}
    for formset, total in (("comments", "1"), ("comments-0-replies", "0")):
        form |= {f"{formset}-TOTAL_FORMS": total, f"{formset}-INITIAL_FORMS": "0"}
    return signed_in(make_ed()).post(edit_url(page), form).status_code


def test_reviewers_are_told_of_an_article_on_a_server_that_asks_for_a_sign_in(sink):
    rita = make_rita()
    assert submit(make_ready_draft()) == 302
    (message,) = sink.messages
    assert message["To"] == rita.email
    assert "Sciatica" in message["Subject"]


@pytest.mark.parametrize("fault", FAULTS)
def test_an_article_is_submitted_though_the_mail_server_is_away(settings, sink, fault):
    make_rita()
    page = make_ready_draft()
    fault(settings, sink)
    assert submit(page) == 302
    assert not sink.messages
    page = ConditionPage.objects.get()
    assert page.current_workflow_state is not None
    assert page.get_latest_revision_as_object().summary == "A summary."


@pytest.mark.parametrize("fault", FAULTS)
def test_a_comment_is_kept_though_the_mail_server_is_away(settings, sink, fault):
    page = make_ready_draft()
    rita = make_rita()
    page.subscribers.create(user=rita, comment_notifications=True)
    fault(settings, sink)
    assert comment(page) == 302
    assert not sink.messages
    assert ConditionPage.objects.get().wagtail_admin_comments.get().text == "Which leg?"


def test_who_follows_an_article_is_told_of_a_comment(sink):
    page = make_ready_draft()
    rita = make_rita()
    page.subscribers.create(user=rita, comment_notifications=True)
    assert comment(page) == 302
    (message,) = sink.messages
    assert message["To"] == rita.email
    assert "Which leg?" in message.get_content()


@pytest.mark.parametrize("fault", FAULTS)
def test_mail_of_our_own_still_fails_aloud_and_goes_out_later(settings, sink, fault):
    options = dict(settings.MAILERS["default"]["OPTIONS"])
    fault(settings, sink)
    with pytest.raises(OSError):
        send_mail("Subject", "Text", "site@clinic.example", ["ed@clinic.example"])
    sink.mode = ACCEPT
    settings.MAILERS["default"]["OPTIONS"] = options
    assert send_mail("Subject", "Text", "site@clinic.example", ["ed@clinic.example"]) == 1
