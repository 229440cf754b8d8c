"""Things that need a decision of whoever runs the clinic, gathered from every app for the admin's first page.

Apps connect to the signal ``collect_decisions`` and return what they know of.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Now
from django.dispatch import Signal
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from wagtail.admin.ui.components import Component

from clinic.backups.age import age_of_backups
from clinic.database.clock import current_time
from clinic.identity.clinic_time import clinic_today
from clinic.models import AccountMail, ClinicSettings, Practitioner, SecondFactorReset, StaffRequest, User

from .accounts import may_change

# Sent with ``user``, who may run the clinic; each receiver returns a list of decisions.
collect_decisions = Signal()
LICENSE_SOON = timedelta(days=60)


@dataclass(frozen=True)
class Decision:
    """Thing to decide, in a sentence. ``link`` is a page on it that the user may open, if there is one."""

    sentence: str
    link: str = ""


def user_runs_the_clinic(user: User) -> bool:
    """Return whether ``user`` decides about the clinic: the owner, and administrators."""
    return user.has_perm("clinic.change_clinicsettings")


class DecisionsPanel(Component):
    """Dashboard panel of what needs a decision."""

    name = "decisions"
    order = 45
    template_name = "clinic/staff/decisions.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        answers = collect_decisions.send(sender=type(self), user=user)
        found = [one for _receiver, answer in answers for one in cast(list[Decision], answer)]
        about_accounts = [*invitations_not_sent(user), *resets_to_confirm(user)]
        return {"decisions": [*about_the_clinic(), *about_backups(), *about_accounts, *found]}


def about_the_clinic() -> list[Decision]:
    """Return what the clinic's own records ask for: licenses that end, and a form that is closed."""
    today = clinic_today()
    licenses = Practitioner.objects.filter(is_active=True, license_expires__lte=today + LICENSE_SOON)
    decisions = [
        Decision(_license(person, person.license_expires, today), _edit(person))
        for person in licenses.order_by("license_expires")
        if person.license_expires
    ]
    details = ClinicSettings.of_the_default_site()
    if details.form_closed:
        link = reverse("wagtailsettings:edit", args=["clinic", "clinicsettings", details.site_id])
        decisions.append(Decision(_("The request form is closed: patients can only call."), link))
    return decisions


def about_backups() -> list[Decision]:
    """Return what is wrong with the backups. On a development machine none are made."""
    backups = age_of_backups()
    if not backups.is_on:
        sentence = _(
            "No backups are made: if the server breaks, all requests and pages are lost. Ask whoever looks "
            "after the site to begin with them."
        )
        return [Decision(sentence)] if settings.SITE_URL.startswith("https:") else []
    decisions = []
    if backups.is_late:
        now = current_time()
        since = timesince(now - backups.age, now, depth=1) if backups.age else ""
        decisions.append(
            Decision(
                _("The last backup is %(age)s old. Tell whoever looks after the site.") % {"age": since}
                if since
                else _("No backup was made yet. Tell whoever looks after the site.")
            )
        )
    if backups.is_trial_due:
        decisions.append(
            Decision(
                _(
                    "It is more than three months since a backup was restored to see that it works, or none "
                    "ever was. Ask whoever holds the private key to try one."
                )
            )
        )
    return decisions


def invitations_not_sent(user: User) -> list[Decision]:
    """Return the people whom ``user`` may invite again, as no mail server took their invitation in time."""
    words = _("The invitation to %(name)s could not be sent in three days. Send it again once mail works.")
    latest = AccountMail.objects.filter(name="invitation", account_number=OuterRef("pk")).order_by("-pk")
    invited = User.objects.filter(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX).annotate(
        invitation_sent_at=Subquery(latest.values("sent_at")[:1]),
        invitation_good_until=Subquery(latest.values("good_until")[:1]),
    )
    lost = invited.filter(invitation_sent_at=None, invitation_good_until__lte=Now()).order_by("pk")
    return [
        Decision(words % {"name": account}, reverse("wagtailusers_users:invite", args=[account.pk]))
        for account in lost
        if may_change(user, account)
    ]


def resets_to_confirm(user: User) -> list[Decision]:
    """Return the lost second steps that somebody else asks ``user`` to help reset."""
    words = _("%(asker)s asks for a reset of the second step of %(name)s. It takes two of you.")
    waiting = SecondFactorReset.objects.open().select_related("account", "asked_by").order_by("asked_at")
    return [
        Decision(
            words % {"asker": reset.asked_by, "name": reset.account},
            reverse("wagtailusers_users:second_factor", args=[reset.account_id]),
        )
        for reset in waiting
        if user not in (reset.account, reset.asked_by) and may_change(user, reset.account)
    ]


def add_decisions_panel(request: StaffRequest, panels: list[Component]) -> None:
    """Add the panel for users who run the clinic."""
    if user_runs_the_clinic(request.user):
        panels.append(DecisionsPanel())


def _license(person: Practitioner, ends: date, today: date) -> str:
    words = (
        _("The license of %(name)s ended on %(day)s: visitors no longer see them, and nobody can book them.")
        if ends < today
        else _("The license of %(name)s ends on %(day)s. Enter the new date once it is renewed.")
    )
    return words % {"name": person.name, "day": date_format(ends, "F j, Y")}


def _edit(person: Practitioner) -> str:
    return reverse("practitioners:edit", args=[person.pk])
