"""Sending of trials: the message that asks whoever reads the front desk's mail to confirm it."""

import logging

from django.core.mail import EmailMessage
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from appointments.models import MailTrial
from appointments.permissions import desk_emails
from clinic.models import ClinicSettings
from clinic.pages.metadata.canonical import absolute

from .senders import NobodyToTell

logger = logging.getLogger(__name__)


def send_mail_trials() -> None:
    """Send the trial that waits, to every address to which requests are announced."""
    if (trial := MailTrial.claim()) is None:
        return
    changed = MailTrial.objects.filter(pk=trial.pk)
    try:
        _send(trial)
    except (OSError, NobodyToTell) as error:
        logger.warning("A trial of mail was not sent because of %s.", type(error).__name__)
        changed.update(last_error=type(error).__name__)
    else:
        changed.update(sent_at=Now(), last_error="")


def _send(trial: MailTrial) -> None:
    recipients = desk_emails()
    if not recipients:
        raise NobodyToTell
    context = {
        "name": ClinicSettings.of_the_default_site().clinic_name or _("your clinic"),
        "link": absolute(reverse("appointments:mail-trial", args=[trial.token])),
    }
    EmailMessage(
        subject=_("Please confirm that this message arrived"),
        body=render_to_string("appointments/notices/mail_trial.txt", context),
        to=recipients,
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
