"""Signals of spam, and counts of recent requests from one sender and of mails to one recipient."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Signal(models.TextChoices):
    """Reason to quarantine a request. The desk reads the labels."""

    TRAP = "trap", _("The field that people cannot see was filled in")
    TOO_FAST = "too_fast", _("The form was sent within seconds of being opened")
    NO_TIME = "no_time", _("It was not sent from a form that this site showed lately")
    BUSY_ADDRESS = "busy_address", _("Many requests came from the same internet connection")
    LINK = "link", _("There is a link in what was written")
    MARKUP = "markup", _("There is code for a link in what was written")
    NAME_IS_NUMBER = "name_is_number", _("The name is a number")


class SenderBucket(models.Model):
    """Token bucket of one sender. Only ``services.intake.counting`` writes it, in one statement.

    ``sender`` is a keyed hash that changes every day. Each request takes a token from ``soft`` and from
    ``hard``; a negative number marks one that found less than one token, and took none.
    """

    wagtail_reference_index_ignore = True

    sender = models.CharField(max_length=32, primary_key=True)
    soft = models.FloatField()
    hard = models.FloatField()
    filled_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sender's tokens")
        verbose_name_plural = _("senders' tokens")
        default_permissions = ()
        indexes = [models.Index(fields=["filled_at"], name="sender_bucket_age")]

    def __str__(self) -> str:
        return self.sender


class RecipientCount(models.Model):
    """Number of mails to one address in a day that a stranger can cause.

    ``recipient`` is a keyed hash that changes every day. Only ``services.intake.counting`` writes it,
    in one statement.
    """

    wagtail_reference_index_ignore = True

    recipient = models.CharField(max_length=32, primary_key=True)
    mails = models.PositiveSmallIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("mails to a recipient")
        verbose_name_plural = _("mails to recipients")
        default_permissions = ()
        indexes = [models.Index(fields=["counted_at"], name="recipient_count_age")]

    def __str__(self) -> str:
        return self.recipient
