"""Needs of the front desk, for the list of what is missing before the form opens."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from appointments.models import AppointmentRequest, MailTrial
from appointments.permissions import front_desk_members
from clinic.opening.needs import Need
from clinic.opening.own_needs import who_can_sign_in
from clinic.staff.roles import FRONT_DESK


def needs_of_the_desk(**_kwargs: Any) -> list[Need]:
    """Return the needs that this app knows of."""
    return [_somebody_there(), _mail_that_arrives(), *_no_invented_request()]


def _somebody_there() -> Need:
    invited = front_desk_members().filter(is_demonstration=False).first()
    missing, link = (
        _("Add an account with the role “Front desk” for whoever calls patients back."),
        reverse("wagtailusers_users:add"),
    )
    if invited:
        missing = _(
            "%(name)s is invited, and has to choose a password first. You can send the invitation again."
        )
        missing, link = missing % {"name": invited}, reverse("wagtailusers_users:edit", args=[invited.pk])
    return Need(
        "desk", 22, _("Somebody at the front desk"), who_can_sign_in(FRONT_DESK).exists(), missing, link
    )


def _mail_that_arrives() -> Need:
    return Need(
        "mail",
        30,
        _("Mail that arrives"),
        MailTrial.objects.confirmed().exists(),
        _("Send a test message to the front desk. Somebody who reads it presses the button it leads to."),
        reverse("mail_trial"),
    )


def _no_invented_request() -> list[Need]:
    if not AppointmentRequest.objects.demo().exists():
        return []
    missing = _(
        "Requests of the demonstration are left. Whoever looks after the server removes them, with the "
        "command “manage.py remove_demonstration”."
    )
    return [Need("demonstration_requests", 2, _("No invented requests"), False, missing, reverse("opening"))]
