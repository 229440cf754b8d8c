"""Sending one notice through its channel, and saying in one word what became of it."""

import signal
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

import apprise

from appointments.models import Notice
from appointments.models.notices import NoticeChannel
from appointments.notices import messages
from appointments.permissions import desk_emails

from .calendar_file import attachment, calendar_for
from .delay_messages import about_delays, is_about_delays, to_owner
from .mailing import NoAddress, NoLeave, address_for, address_to_acknowledge
from .outbox import Outcome

# Seconds for a whole send. The mail server's own time-out counts each answer, and a server that
# drips one byte a second would hold the worker for ever.
SEND_DEADLINE = 30


class DeadlinePassed(Exception):
    """The whole send took too long. No OSError: smtplib would take it for a broken connection."""


class NobodyToTell(Exception):
    """The front desk has no active member and no address: somebody must set one."""


class SecondChannelFailed(OSError):
    """Apprise could not hand the message over."""


def outcome_of_sending(notice: Notice) -> tuple[Outcome, str]:
    """Send ``notice``. Never raises: what went wrong comes back as an outcome and the error's class.

    The text of an error is dropped: mail servers repeat addresses in it.
    """
    try:
        with deadline(SEND_DEADLINE):
            _SENDERS[notice.channel](notice)
    except smtplib.SMTPResponseException as error:
        return (Outcome.PERMANENT if error.smtp_code >= 500 else Outcome.TRANSIENT), type(error).__name__
    except smtplib.SMTPRecipientsRefused as error:
        refused_for_good = all(code >= 500 for code, _text in error.recipients.values())
        return (Outcome.PERMANENT if refused_for_good else Outcome.TRANSIENT), type(error).__name__
    except smtplib.SMTPServerDisconnected as error:
        return Outcome.UNKNOWN, type(error).__name__
    except (NoAddress, NoLeave) as error:
        return Outcome.PERMANENT, type(error).__name__
    except (OSError, DeadlinePassed, NobodyToTell) as error:
        return Outcome.TRANSIENT, type(error).__name__
    except Exception as error:  # noqa: BLE001 - one poisoned notice must not stop the others
        return Outcome.FAULT, type(error).__name__
    return Outcome.SENT, ""


def _send_desk_email(notice: Notice) -> None:
    _send_to_staff(notice, desk_emails())


def _send_owner_email(notice: Notice) -> None:
    _send_to_staff(notice, to_owner(notice))


def _send_to_staff(notice: Notice, recipients: list[str]) -> None:
    if not recipients:
        raise NobodyToTell
    _send_email(notice, _for_staff(notice), recipients)


def _for_staff(notice: Notice) -> messages.Message:
    return about_delays(notice) if is_about_delays(notice) else messages.for_desk(notice)


def _send_patient_email(notice: Notice) -> None:
    # Asked once more: while it waited, the patient may have taken back the leave, or the address.
    find = address_to_acknowledge if messages.is_acknowledgement(notice) else address_for
    address = find(notice.appointment_request)
    _send_email(notice, messages.for_patient(notice), [address], calendar_for(notice))


def _send_email(
    notice: Notice, message: messages.Message, recipients: list[str], calendar: bytes | None = None
) -> None:
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.body,
        to=recipients,
        headers={
            "Message-ID": f"<{notice.message_id}@{settings.SITE_URL.partition('://')[2].partition(':')[0]}>",
            # Mail servers and people on holiday do not answer a machine (RFC 3834).
            "Auto-Submitted": "auto-generated",
        },
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    if calendar:
        mail.attach(attachment(calendar))
    mail.send()


def _send_second_channel(notice: Notice) -> None:
    message = _for_staff(notice)
    channel = apprise.Apprise()
    channel.add(settings.SECOND_CHANNEL_URLS)
    if not channel.notify(title=message.subject, body=message.body):
        raise SecondChannelFailed


_SENDERS = {
    NoticeChannel.DESK_EMAIL: _send_desk_email,
    NoticeChannel.DESK_SECOND: _send_second_channel,
    NoticeChannel.PATIENT_EMAIL: _send_patient_email,
    NoticeChannel.OWNER_EMAIL: _send_owner_email,
}


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise ``DeadlinePassed`` in the block after ``seconds``. Main thread only, as signals are."""

    def stop(_signal: int, _frame: object) -> None:
        raise DeadlinePassed

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
