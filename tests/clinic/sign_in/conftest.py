"""Mail about accounts, as it has arrived when somebody looks: the worker has sent what waited."""

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage

import pytest

from clinic.sign_in.mail import send_next


class Arrived(Sequence[EmailMessage]):
    """The mails so far."""

    def __init__(self, sent: list[EmailMessage]) -> None:
        self.sent = sent

    def __getitem__(self, index: Any) -> Any:
        while send_next():
            pass
        return self.sent[index]

    def __len__(self) -> int:
        while send_next():
            pass
        return len(self.sent)


@pytest.fixture
def mailoutbox(mailoutbox: list[EmailMessage]) -> Arrived:
    return Arrived(mailoutbox)
