"""Outbox of mail about accounts, which the worker sends."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

# A link for a new password is for whoever waits for it now; everything else may come when mail works again.
_GOOD_FOR = {"reset": timedelta(hours=1)}
_GOOD_FOR_OTHERS = timedelta(hours=72)
# Seconds until a mail that failed is tried again; the last is for every further time. The first is also how
# long a worker that was killed keeps its mail from the next.
_TRIED_AGAIN_AFTER = (60, 120, 300, 900, 3600)
_KEPT = timedelta(days=30)


class AccountMail(models.Model):
    """Mail that waits to be sent, or was. Its words and its link are made when it is sent, and kept nowhere.

    Without an account it is sent to nobody: somebody asked with an address that is not known.
    """

    wagtail_reference_index_ignore = True

    # Name of the template.
    name = models.CharField(max_length=40)
    account_number = models.IntegerField(null=True)
    # Another address than the account's: a former one, or a new one.
    to = models.CharField(max_length=254, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    good_until = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["due_at"], condition=Q(sent_at=None), name="account_mails_waiting"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def put(cls, name: str, account_number: int | None, to: str = "") -> None:
        """Let the worker send the mail, in the caller's transaction."""
        good_until = Now() + _GOOD_FOR.get(name, _GOOD_FOR_OTHERS)
        cls.objects.create(name=name, account_number=account_number, to=to, good_until=good_until)

    @classmethod
    def claim(cls) -> "AccountMail | None":
        """Take the mail that waits longest; whoever fails to send it leaves it to be tried again."""
        waiting = cls.objects.filter(sent_at=None, due_at__lte=Now(), good_until__gt=Now()).order_by("due_at")
        # What two claim at the same moment, one of them finds taken.
        for mail in waiting[:5]:
            wait = _TRIED_AGAIN_AFTER[min(mail.attempts, len(_TRIED_AGAIN_AFTER) - 1)]
            again = Now() + timedelta(seconds=wait)
            same = cls.objects.filter(pk=mail.pk, attempts=mail.attempts, sent_at=None)
            if same.update(attempts=F("attempts") + 1, due_at=again):
                return mail
        return None

    def note_sent(self) -> None:
        """Note that the mail server took it, or that it is for nobody."""
        AccountMail.objects.filter(pk=self.pk).update(sent_at=Now(), to="")

    @classmethod
    def forget_old(cls) -> None:
        """Delete what is a month old."""
        cls.objects.filter(created_at__lt=Now() - _KEPT).delete()
