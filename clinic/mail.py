"""Mail backend: a mail server out of reach costs no editor their work, and it is known how far a mail got."""

import smtplib
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp

SEND_THE_MESSAGE = 354


class MayHaveArrived(smtplib.SMTPServerDisconnected):
    """Error: the server fell silent after the end of a message, which it may have kept."""


class _Conversation(smtplib.SMTP):
    """Connection that knows whether the server has been given a whole message, and whom it refused."""

    has_message = False

    def __init__(self, *args: Any, refused: set[str], **options: Any) -> None:
        self.refused = refused
        super().__init__(*args, **options)

    def getreply(self) -> tuple[int, bytes]:
        """Return the server's answer; raise ``MayHaveArrived`` without one to the end of a message."""
        is_answer_to_message, self.has_message = self.has_message, False
        try:
            code, text = super().getreply()
        except Exception as error:
            if is_answer_to_message:
                raise MayHaveArrived from error
            raise
        self.has_message = code == SEND_THE_MESSAGE
        return code, text

    def sendmail(self, *args: Any, **options: Any) -> dict[str, tuple[int, bytes]]:
        """Send one message, and keep the recipients that were refused while others were not."""
        refused = super().sendmail(*args, **options)
        self.refused.update(refused)
        return refused


class _SecureConversation(_Conversation, smtplib.SMTP_SSL):
    """The same over TLS from the first byte."""


class EmailBackend(smtp.EmailBackend):
    """SMTP backend whose failed connection is reported with the first message, not before it.

    Wagtail opens one while somebody submits an article or saves a comment, and hands what goes wrong there (a
    refused sign-in, a busy server, an unknown host) to the editor as a crash. What goes wrong with a message
    it writes to the log. Mail that is sent without opening first fails as in Django.
    """

    failure: OSError | None = None

    @property
    def connection_class(self) -> Callable[..., smtplib.SMTP]:  # type: ignore[override]  # it is only called
        """Return what opens a connection."""
        self.refused: set[str] = set()
        return partial(_SecureConversation if self.use_ssl else _Conversation, refused=self.refused)

    def open(self) -> bool | None:
        """Connect and sign in; keep a failure for the messages."""
        try:
            return super().open()
        except OSError as error:
            self.failure = error
            return None

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send, or raise why there is no connection; the server is not asked again for each message.

        A message that was refused for some of its recipients, and taken for others, says so in ``refused``.
        """
        sent = 0 if self.failure else super().send_messages(email_messages)
        if self.failure:
            raise self.failure
        for message in email_messages:
            # Django drops what the server said of them.
            message.refused = self.refused.intersection(message.recipients())  # type: ignore[attr-defined]  # new
        return sent
