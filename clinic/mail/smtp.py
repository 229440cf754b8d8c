"""Mail backend: a mail server out of reach costs no editor their work, and it is known how far a mail got.

A mail server may refuse, hang, or drip a byte now and then. The time for each answer is set by ``timeout``,
that for the connection and for the whole conversation here.
"""

import contextlib
import smtplib
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from email.utils import parseaddr
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends import smtp

OK, WILL_FORWARD, SEND_THE_MESSAGE = 250, 251, 354
# Seconds until a server that is there has taken the connection.
CONNECT_SECONDS = 5
# Seconds for everything from the connection to the last answer.
CONVERSATION_SECONDS = 30


class DeadlinePassed(OSError):
    """Error: the whole conversation took too long."""


class MayHaveArrived(smtplib.SMTPServerDisconnected):
    """Error: the server fell silent after the end of a message, which it may have kept."""


class _Deadline:
    """Time limit of a conversation, in any thread: at its end, whoever waits for the server waits no more."""

    def __init__(self, seconds: float) -> None:
        self.has_passed = False
        self._line: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._pass)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, line: socket.socket) -> None:
        """Cut ``line`` at the end. A twin is kept, which stays ours when TLS takes the socket over."""
        self._line = line.dup()
        if self.has_passed:
            self._cut()

    def end(self) -> None:
        """Forget the limit: the conversation is over."""
        self._timer.cancel()
        if self._line:
            self._line.close()

    def _pass(self) -> None:
        self.has_passed = True
        self._cut()

    def _cut(self) -> None:
        with contextlib.suppress(OSError):
            if self._line:
                self._line.shutdown(socket.SHUT_RDWR)


class _Conversation(smtplib.SMTP):
    """Connection that knows whether the server has been given a whole message, and whom it refused."""

    has_message = False

    def __init__(self, *args: Any, refused: set[str], deadline: _Deadline | None, **options: Any) -> None:
        self.refused, self.deadline = refused, deadline
        super().__init__(*args, **options)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        """Connect within less time than an answer may take, as smtplib's own place for it allows."""
        line: socket.socket = super()._get_socket(host, port, min(timeout, CONNECT_SECONDS))  # type: ignore[misc]  # not in its stubs
        line.settimeout(timeout)
        if self.deadline:
            self.deadline.watch(line)
        return line

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
    deadline: _Deadline | None = None

    @property
    def connection_class(self) -> Callable[..., smtplib.SMTP]:  # type: ignore[override]  # it is only called
        """Return what opens a connection."""
        self.refused: set[str] = set()
        conversation = _SecureConversation if self.use_ssl else _Conversation
        return partial(conversation, refused=self.refused, deadline=self.deadline)

    def open(self) -> bool | None:
        """Connect and sign in; keep a failure for the messages."""
        try:
            with self._in_time():
                return super().open()
        except OSError as error:
            self.failure = error
            return None

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send, or raise why there is no connection; the server is not asked again for each message.

        A message that was refused for some of its recipients, and taken for others, says so in ``refused``.
        """
        with self._in_time():
            sent = 0 if self.failure else super().send_messages(email_messages)
            if self.failure:
                raise self.failure
        for message in email_messages:
            # Django drops what the server said of them.
            message.refused = self.refused.intersection(message.recipients())  # type: ignore[attr-defined]  # new
        return sent

    def offer(self, sender: str, recipients: Sequence[str]) -> None:
        """Ask the server whether it would take a message, and send none; raises what sending would raise."""
        with self._in_time():
            self.open()
            if self.failure:
                raise self.failure
            conversation = self.connection
            if conversation is None:
                return
            try:
                conversation.ehlo_or_helo_if_needed()
                code, text = conversation.mail(sender)
                if code != OK:
                    raise smtplib.SMTPSenderRefused(code, text, sender)
                answers = {recipient: conversation.rcpt(recipient) for recipient in recipients}
                if not any(code in (OK, WILL_FORWARD) for code, _text in answers.values()):
                    raise smtplib.SMTPRecipientsRefused(answers)
                conversation.rset()
            finally:
                self.close()

    @contextlib.contextmanager
    def _in_time(self) -> Iterator[None]:
        """Raise ``DeadlinePassed`` after ``CONVERSATION_SECONDS``; a block within another has its limit."""
        if self.deadline:
            yield
            return
        self.deadline = _Deadline(CONVERSATION_SECONDS)
        if self.connection and self.connection.sock:
            self.deadline.watch(self.connection.sock)
        try:
            yield
        except MayHaveArrived:
            raise
        except OSError as error:
            if self.deadline.has_passed:
                raise DeadlinePassed from error
            raise
        finally:
            self.deadline.end()
            self.deadline = None


def offer(recipients: Sequence[str]) -> None:
    """Ask the mail server whether it would take mail to ``recipients``; raises ``OSError`` if not.

    Where mail goes into files, there is nobody to ask.
    """
    backend = mailers.default
    if isinstance(backend, EmailBackend):
        backend.offer(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], recipients)
