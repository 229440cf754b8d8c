"""Act of opening the request form, which is done once and is never taken back by a program."""

from django.db.models.functions import Now

from clinic.models import ClinicSettings, User

from .needs import Need, missing_of


class NotReady(Exception):
    """Error: something is missing without which a patient would wait in vain; it says what."""

    def __init__(self, missing: list[Need]) -> None:
        self.missing = missing
        super().__init__("The clinic is not ready to take requests.")


def open_form(details: ClinicSettings, user: User | None) -> None:
    """Let patients send requests from now on; raises ``NotReady``.

    Without ``user``, somebody did so on the server.
    """
    if missing := missing_of(details):
        raise NotReady(missing)
    closed = ClinicSettings.objects.filter(pk=details.pk, opened_at=None)
    closed.update(opened_at=Now(), opened_by=user)
