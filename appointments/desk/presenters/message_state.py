"""State of a notice in words, and whether the desk can still undo it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from appointments.models import Notice
from appointments.models.channels import NoticeChannel
from appointments.models.notices import NoticeState
from appointments.notices.mailing import AddressRefused, NoAddress, NoLeave
from appointments.notices.outbox import FAULTS_BEFORE_GIVING_UP, NOT_NEEDED
from appointments.notices.senders import SomeRefused
from appointments.notices.wording import for_the_desk
from appointments.services.contact.bounced import CAME_BACK
from appointments.services.frozen_notices import SENT_BEFORE
from clinic.database.clock import current_time
from clinic.identity.clinic_time import day_or_time


@dataclass(frozen=True)
class Message:
    """Notice as the desk sees it: its channel, its state, and a level that the stylesheet colors.

    ``waits`` while the desk can hold it back, ``again`` is its number when it failed and can be sent again;
    ``subject`` and ``body`` are what the desk saw.
    """

    channel: str
    state: str
    level: str
    is_sent: bool = False
    is_owed: bool = False
    waits: bool = False
    again: int | None = None
    subject: str = ""
    body: str = ""


def message_of(notice: Notice, *, can_be_sent_again: bool = False) -> Message:
    """Describe a notice: "sent 10:02 AM", "goes at 2:33 PM", "trying again 10:30 AM", "failed"."""
    words, level = _state(notice)
    if notice.was_missing:
        words = _("%(state)s (it was missing, and was written again later)") % {"state": words}
    can_undo = may_be_undone(notice)
    if can_undo:
        words, level = _("goes at %(when)s") % {"when": day_or_time(notice.due_at)}, ""
    return Message(
        channel=notice.get_channel_display(),
        state=words,
        level=level,
        is_sent=notice.state == NoticeState.SENT,
        is_owed=notice.state == NoticeState.PENDING,
        waits=can_undo,
        again=notice.pk if can_be_sent_again else None,
        subject=notice.subject,
        body=for_the_desk(notice.body),
    )


def _sent(notice: Notice, when: str) -> tuple[str, str]:
    if notice.last_error in (CAME_BACK, AddressRefused.__name__):
        words = _("sent %(when)s, but it came back from an address: compare those of the front desk")
        return words % {"when": when}, "alert"
    if notice.last_error == SomeRefused.__name__:
        words = _("sent %(when)s, but the mail server refused an address: compare those of the front desk")
        return words % {"when": when}, "alert"
    return _("sent %(when)s") % {"when": when}, "fine"


def _failed(notice: Notice) -> str:
    error = notice.last_error
    if error == NoLeave.__name__:
        return _("failed: the patient does not agree to this e-mail. Tell them in another way")
    if error == NoAddress.__name__:
        return _("failed: there is no e-mail address any more. Tell the patient in another way")
    if error == AddressRefused.__name__:
        return _("failed: there is no such e-mail address. Correct it, or tell the patient in another way")
    if error == CAME_BACK:
        return _("came back: it did not reach the patient. Tell them in another way, or send it again")
    if notice.faults >= FAULTS_BEFORE_GIVING_UP:
        return _(
            "set aside: this site made a mistake with it. Tell whoever runs the site, then send it again, or "
            "tell them in another way"
        )
    if notice.is_to_patient:
        return _("failed: it could not be sent. Send it again, or tell the patient in another way")
    return _("failed: it could not be sent. Send it again when mail works")


def _cancelled(notice: Notice) -> str:
    if notice.last_error == SENT_BEFORE:
        return _("not sent: it went out before the backup was restored")
    if notice.last_error == NOT_NEEDED:
        return _("not needed: the mail was sent")
    return _("never sent: it was undone")


def may_be_undone(notice: Notice) -> bool:
    """Return whether the notice can still be undone; once it is due, the worker has it."""
    return bool(
        notice.is_to_patient
        and notice.body
        and notice.state == NoticeState.PENDING
        and not notice.attempts
        and notice.due_at > current_time()
    )


def _state(notice: Notice) -> tuple[str, str]:
    if notice.was_only_for_show:
        failed = notice.state == NoticeState.FAILED
        words = _("failed (invented for the demonstration)") if failed else _("not sent: a demonstration")
        return words, "alert" if failed else ""
    if notice.state == NoticeState.SENT and notice.sent_at:
        return _sent(notice, day_or_time(notice.sent_at))
    if notice.state == NoticeState.FAILED:
        return _failed(notice), "alert"
    if notice.state == NoticeState.CANCELLED:
        return _cancelled(notice), ""
    if notice.channel == NoticeChannel.DESK_SECOND and not notice.attempts:
        words = _("goes at %(when)s if the mail was not sent by then")
        return words % {"when": day_or_time(notice.due_at)}, ""
    if notice.attempts:
        return _("not sent yet; trying again %(when)s") % {"when": day_or_time(notice.due_at)}, "alert"
    return _("waiting to be sent"), ""
