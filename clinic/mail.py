"""Mail backend for Wagtail's own mails: a mail server out of reach must not cost editors their work."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp


class EmailBackend(smtp.EmailBackend):
    """SMTP backend whose failed connection is reported with the first message, not before it.

    Wagtail opens one while somebody submits an article or saves a comment, and hands what goes wrong there (a
    refused sign-in, a busy server, an unknown host) to the editor as a crash. What goes wrong with a message
    it writes to the log. Mail that is sent without opening first fails as in Django.
    """

    failure: OSError | None = None

    def open(self) -> bool | None:
        """Connect and sign in; keep a failure for the messages."""
        try:
            return super().open()
        except OSError as error:
            self.failure = error
            return None

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send, or raise why there is no connection; the server is not asked again for each message."""
        sent = 0 if self.failure else super().send_messages(email_messages)
        if self.failure:
            raise self.failure
        return sent
