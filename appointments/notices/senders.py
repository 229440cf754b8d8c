"""Senders: for each channel, an object that finds the address of a notice, words it and sends it."""

import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import MIMEPart

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.module_loading import import_string

from appointments.models import AppointmentRequest, Notice
from appointments.notices import messages
from appointments.patient_data import DecryptionError
from appointments.permissions import desk_emails

from .delay_messages import about_delays, is_about_delays, to_owner
from .mailing import AddressRefused, address_for, address_to_acknowledge, mailing_to, wants_mail
from .refusals import is_about_the_address


class NobodyToTell(Exception):
    """Error: the front desk has no active member and no address. Somebody must set one."""


class SecondChannelFailed(OSError):
    """Error: Apprise could not hand the message over."""


# Loaded with the first message that needs them. Web asks senders whom they reach, and never sends.
_CALENDAR = "appointments.notices.calendar_file.attachment_for"
_SERVICES = "appointments.notices.second_channel.was_taken"


class SomeRefused(Exception):
    """Error: the message went to some members of the staff, and the mail server refused the others."""


@dataclass(frozen=True)
class StaffEmail:
    """Mail to the members of the clinic whose addresses ``recipients`` returns."""

    recipients: Callable[[Notice], list[str]]

    def send(self, notice: Notice) -> None:
        """Mail the notice; raises ``NobodyToTell``, ``SomeRefused``."""
        self._mail(notice, _message_to_staff(notice))

    def send_as_one(self, notices: Sequence[Notice]) -> None:
        """Mail one message about all ``notices``; raises as ``send``."""
        self._mail(notices[0], messages.about_many(notices))

    def _mail(self, notice: Notice, message: messages.Message) -> None:
        recipients = self.recipients(notice)
        if not recipients:
            raise NobodyToTell
        mail = _send_email(notice, message, recipients)
        if getattr(mail, "refused", None):
            raise SomeRefused


class SecondChannel:
    """Any service that Apprise knows, at the addresses in SECOND_CHANNEL_URLS."""

    def send(self, notice: Notice) -> None:
        """Hand the notice to Apprise; raises ``SecondChannelFailed``."""
        self.tell(_message_to_staff(notice))

    def send_as_one(self, notices: Sequence[Notice]) -> None:
        """Hand one message about all ``notices`` to Apprise; raises as ``send``."""
        self.tell(messages.about_many(notices))

    def tell(self, message: messages.Message) -> None:
        """Hand ``message`` to Apprise; raises ``SecondChannelFailed``."""
        if not import_string(_SERVICES)(message.subject, message.body):
            raise SecondChannelFailed


class PatientEmail:
    """Mail to a patient who agreed to it."""

    def reaches(self, appointment_request: AppointmentRequest, *, acknowledgement: bool) -> bool:
        """Return whether there is an address and the consent for this mail."""
        if not acknowledgement:
            return bool(mailing_to(appointment_request).address)
        try:
            return wants_mail(appointment_request.patient)
        except DecryptionError:
            return False

    def send(self, notice: Notice) -> None:
        """Mail the notice; raises ``NoAddress``, ``NoLeave``, ``AddressRefused``, ``DecryptionError``."""
        # Read again, as the patient may have withdrawn consent or address while the notice waited.
        find = address_to_acknowledge if messages.is_acknowledgement(notice) else address_for
        address = find(notice.appointment_request)
        try:
            calendar = import_string(_CALENDAR)(notice, address) if notice.event.changes_visit else None
            _send_email(notice, messages.for_patient(notice), [address], calendar)
        except smtplib.SMTPRecipientsRefused as error:
            if is_about_the_address(error):
                raise AddressRefused from None
            raise


desk_email = StaffEmail(lambda _notice: desk_emails())
desk_second = SecondChannel()
owner_email = StaffEmail(to_owner)
patient_email = PatientEmail()


def _message_to_staff(notice: Notice) -> messages.Message:
    return about_delays(notice) if is_about_delays(notice) else messages.for_desk(notice)


def _send_email(
    notice: Notice, message: messages.Message, recipients: list[str], calendar: MIMEPart | None = None
) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.body,
        to=recipients,
        headers={
            "Message-ID": f"<{notice.message_id}@{settings.SITE_URL.partition('://')[2].partition(':')[0]}>",
            # Mail servers and people on holiday do not answer a machine (RFC 3834).
            "Auto-Submitted": "auto-generated",
        },
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    if calendar:
        mail.attach(calendar)
    mail.send()
    return mail
