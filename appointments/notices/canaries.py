"""Journey of the canary: up to the mail server's acceptance, and an alarm when it does not get there."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from appointments.models import Canary
from appointments.permissions import desk_emails
from clinic.mail.smtp import offer

from .messages import Message
from .senders import NobodyToTell, desk_second

logger = logging.getLogger(__name__)

TRIED_EVERY = timedelta(minutes=1)
_KEPT = timedelta(days=7)


def send_canaries() -> None:
    """Take the canary that is under way to the mail server, and ring when one is lost."""
    Canary.objects.filter(written_at__lt=Now() - _KEPT).delete()
    if (canary := _claim()) is None:
        return
    try:
        _travel()
    except (OSError, NobodyToTell) as error:
        logger.warning("The mail server did not take the test message because of %s.", type(error).__name__)
        Canary.objects.filter(pk=canary.pk).update(last_error=type(error).__name__)
        _ring()
    else:
        # The way is free: what was written before needs it no more.
        Canary.objects.under_way().update(arrived_at=Now(), last_error="")


def _claim() -> Canary | None:
    waited = Q(tried_at=None) | Q(tried_at__lt=Now() - TRIED_EVERY)
    with transaction.atomic():
        canary = Canary.objects.under_way().filter(waited).select_for_update(skip_locked=True).last()
        if canary:
            Canary.objects.filter(pk=canary.pk).update(tried_at=Now())
    return canary


def _travel() -> None:
    """Send a message to CANARY_EMAIL; without one, ask whether mail to the desk would be taken."""
    if settings.CANARY_EMAIL:
        EmailMessage(
            subject=_("Test message of the website"),
            body=_("This message says that mail goes out. Nobody needs to read it."),
            to=settings.CANARY_EMAIL,
            headers={"Auto-Submitted": "auto-generated"},
        ).send()
    elif recipients := desk_emails():
        offer(recipients)
    else:
        raise NobodyToTell


def _ring() -> None:
    """Tell the second channel, once for each time that mail stops."""
    lost = Canary.objects.lost()
    if not settings.SECOND_CHANNEL_URLS or not lost.exists() or lost.exclude(rung_at=None).exists():
        return
    try:
        desk_second.tell(
            Message(
                _("The website cannot send mail"),
                _(
                    "The mail server has taken no mail of the website for a quarter of an hour, not even a "
                    "test message. Requests are kept: look into the inbox, and tell whoever runs the site."
                ),
            )
        )
    except OSError as error:
        logger.error("The second channel was not told because of %s.", type(error).__name__)
    else:
        lost.update(rung_at=Now())
