"""Trials of mail: messages to the front desk that somebody who read one confirms."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from clinic.models import User

GOOD_FOR = timedelta(days=7)
TRIED_EVERY = timedelta(minutes=1)
_SALT = "appointments.mail_trial.1"


class MailTrialQuerySet(models.QuerySet["MailTrial"]):
    """Trials by how far they came."""

    def confirmed(self) -> "MailTrialQuerySet":
        """Keep trials whose message somebody has read."""
        return self.exclude(confirmed_at=None)

    def waiting(self) -> "MailTrialQuerySet":
        """Keep trials that no mail server has taken yet; after a week nobody waits for one any more."""
        return self.filter(sent_at=None, asked_at__gt=Now() - GOOD_FOR)


class MailTrial(models.Model):
    """Message that says, once it is confirmed, that mail of the website reaches the front desk."""

    wagtail_reference_index_ignore = True

    asked_at = models.DateTimeField(db_default=Now())
    # None: somebody asked on the server.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    # Class of the error, as the server's own words may name addresses.
    last_error = models.CharField(max_length=80, blank=True, db_default="")

    objects = MailTrialQuerySet.as_manager()

    class Meta:
        verbose_name = _("trial of mail")
        verbose_name_plural = _("trials of mail")
        default_permissions = ()

    def __str__(self) -> str:
        return self.asked_at.isoformat()

    @classmethod
    def ask(cls, user: User | None) -> None:
        """Let the worker send a message, unless one is still on its way."""
        if not cls.objects.waiting().exists():
            cls.objects.create(asked_by=user)

    @classmethod
    def claim(cls) -> "MailTrial | None":
        """Take the trial that waits longest; whoever fails to send it leaves it to be tried again."""
        tried = Q(tried_at=None) | Q(tried_at__lt=Now() - TRIED_EVERY)
        with transaction.atomic():
            trials = cls.objects.waiting().filter(tried).order_by("pk")
            trial = trials.select_for_update(skip_locked=True, of=("self",)).first()
            if trial:
                cls.objects.filter(pk=trial.pk).update(tried_at=Now())
        return trial

    @property
    def token(self) -> str:
        """Word in the message's link, which nobody learns but by reading it."""
        return signing.dumps(self.pk, salt=_SALT)

    @classmethod
    def behind(cls, token: str) -> "MailTrial | None":
        """Return the trial whose message holds ``token``; None when it is forged or too old."""
        try:
            number = signing.loads(token, salt=_SALT, max_age=GOOD_FOR)
        except signing.BadSignature:
            return None
        return cls.objects.filter(pk=number).first()

    def confirm(self) -> None:
        """Write down that somebody has read the message; a second press changes nothing."""
        MailTrial.objects.filter(pk=self.pk, confirmed_at=None).update(confirmed_at=Now())
