"""The mail to clinical reviewers: about what is due, once a week at most, whatever runs twice or fails."""

import datetime

from django.core import mail
from django.core.management import call_command
from django.utils import timezone

import pytest

from articles.models import ReviewDigest
from articles.reviews import acts as reviews
from articles.reviews.acts import send_review_digest
from tests.cast import REVIEWERS, make_ed, make_freya, make_rita
from tests.factories import make_condition, make_user

WEEK = datetime.timedelta(days=7)
MINUTE = datetime.timedelta(minutes=1)


def make_due(title: str, days: int, **fields):
    due = timezone.localdate() + datetime.timedelta(days=days)
    return make_condition(title=title, slug=title.lower(), next_review_due=due, **fields)


@pytest.mark.django_db
def test_the_mail_names_what_is_overdue_and_soon_due_and_goes_to_active_reviewers_alone(settings):
    rita = make_rita()
    make_ed(), make_freya()
    make_user(email="gone@clinic.example", group=REVIEWERS, is_active=False)
    make_due("Late", -1), make_due("Soon", 30), make_due("Far", 31), make_due("Draft", -1, live=False)
    assert send_review_digest(timezone.now())
    (message,) = mail.outbox
    assert message.to == [rita.email]
    overdue, _, soon = message.body.partition("Due for review within 30 days")
    assert "- Late (was due" in overdue
    assert "- Soon (due" in soon
    assert "Far" not in message.body
    assert "Draft" not in message.body
    assert f"{settings.SITE_URL}/admin/reviews/" in message.body


@pytest.mark.django_db
def test_it_goes_once_a_week_at_most():
    make_rita(), make_due("Late", -1)
    now = timezone.now()
    assert send_review_digest(now)
    assert not send_review_digest(now + MINUTE)
    assert not send_review_digest(now + WEEK - MINUTE)
    assert send_review_digest(now + WEEK)
    assert len(mail.outbox) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("with_reviewer", "days"), [(False, -1), (True, 31)], ids=["nobody", "nothing due"])
def test_nothing_is_sent_to_nobody_or_about_nothing_and_the_week_stays_free(with_reviewer, days):
    make_due("Article", days)
    if with_reviewer:
        make_rita()
    assert not send_review_digest(timezone.now())
    assert not mail.outbox
    assert not ReviewDigest.objects.exclude(claimed_at=None).exists()


@pytest.mark.django_db
def test_a_mail_that_fails_is_not_sent_again_within_the_week(monkeypatch):
    make_rita(), make_due("Late", -1)
    tries = []

    def refuse(_message, *_args, **_kwargs):
        tries.append(1)
        raise ConnectionRefusedError

    monkeypatch.setattr(reviews.EmailMessage, "send", refuse)
    assert not send_review_digest(timezone.now())
    assert not send_review_digest(timezone.now())
    assert len(tries) == 1


@pytest.mark.django_db
def test_of_two_workers_at_once_one_sends(monkeypatch):
    """The second does all of its work between the first one's look at what is due and its claim."""
    make_rita(), make_due("Late", -1)
    now, real, second = timezone.now(), reviews._take_this_week, []

    def overtaken(at):
        monkeypatch.setattr(reviews, "_take_this_week", real)
        second.append(send_review_digest(now))
        return real(at)

    monkeypatch.setattr(reviews, "_take_this_week", overtaken)
    assert not send_review_digest(now)
    assert second == [True]
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_the_worker_sends_it_and_survives_its_failing(monkeypatch):
    make_rita(), make_due("Late", -1)
    call_command("run_worker", "--once")
    call_command("run_worker", "--once")
    assert [message.subject for message in mail.outbox].count("Articles to review") == 1

    def broken(_now):
        raise ValueError

    monkeypatch.setattr("appointments.worker.tasks.send_review_digest", broken)
    call_command("run_worker", "--once")
