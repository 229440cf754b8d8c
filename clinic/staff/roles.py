"""Roles: the groups that migrations make, each in a sentence, and which of them a user may give."""

from django.contrib.auth.models import AnonymousUser, Group
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from clinic.models import User

FRONT_DESK, OWNER, EDITORS, REVIEWERS = "Front desk", "Owner", "Editors", "Clinical reviewers"
# The sentence of each role. A group that an administrator has made has none.
SENTENCES = {
    FRONT_DESK: _("Reads patients' requests, calls people back and schedules visits."),
    OWNER: _(
        "Runs the clinic on this site: its details, hours, people, sign-ins, redirects and message texts. "
        "Sees reports and who read what, puts legal holds on requests, confirms copies and erasures for "
        "people who ask, but sees nothing that a patient wrote."
    ),
    EDITORS: _("Writes articles and pages, which somebody else checks. Sees no requests."),
    REVIEWERS: _(
        "Checks articles and their sources, answers for them by name and publishes them. Sees no requests."
    ),
}
ADMINISTRATOR = _(
    "May do everything, read requests included. Whoever looks after the site needs it; daily work does not."
)
# With these, somebody could give any permission to anybody.
_GIVES_EVERYTHING = models.Q(permissions__codename__in=["add_group", "change_group"])


def is_administrator(user: User | AnonymousUser) -> bool:
    """Return whether ``user`` may do everything, or may give themselves every permission."""
    return user.is_superuser or user.has_perm("auth.change_group") or user.has_perm("auth.add_group")


def roles_given_by(user: User) -> models.QuerySet[Group]:
    """Return the groups that ``user`` may give to others: never one that can do more than they do."""
    groups = Group.objects.order_by("name")
    return groups if is_administrator(user) else groups.exclude(_GIVES_EVERYTHING)


def sentence_of(group: Group) -> str:
    """Return what the members of ``group`` may do, in a sentence."""
    return str(SENTENCES.get(group.name, _t("Made by an administrator, who knows what it is for.")))
