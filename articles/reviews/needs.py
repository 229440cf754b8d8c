"""Need of a clinic that publishes about health: somebody who checks what somebody else has written."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.opening.needs import Need
from clinic.opening.own_needs import who_can_sign_in
from clinic.staff.roles import EDITORS, REVIEWERS


def needs_of_articles(**_kwargs: Any) -> list[Need]:
    """Return the need that this app knows of; the form opens without articles."""
    checks = set(who_can_sign_in(REVIEWERS).values_list("pk", flat=True))
    writes = set(who_can_sign_in(EDITORS).values_list("pk", flat=True))
    missing = _(
        "Articles about health are published when two people have read them: one writes, another checks "
        "them and answers for them by name. Add an account with the role “Clinical reviewers”, and another "
        "with “Editors” or the same role. Whoever works alone asks a colleague; until then articles stay "
        "drafts."
    )
    return [
        Need(
            "reviewers",
            23,
            _("Two people for articles"),
            bool(checks) and len(checks | writes) > 1,
            missing,
            reverse("wagtailusers_users:add"),
            is_required=False,
        )
    ]
