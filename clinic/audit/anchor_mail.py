"""Mail to the owners: whether the records of reads and of accounts are whole, and the last of each."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _t

from clinic.database.verification import Verified
from clinic.models import User
from clinic.staff.roles import OWNER


def mail_anchors(found: Sequence[Verified]) -> None:
    """Mail what was found to the owners, each in a message of their own; to nobody where there is none."""
    is_broken = any(verified.broken for verified in found)
    subject = _t("Records of reads were tampered with") if is_broken else _t("Records of reads are whole")
    body = render_to_string("clinic/audit/anchors.txt", {"found": found, "is_broken": is_broken})
    for address in sorted(
        User.objects.filter(groups__name=OWNER, is_active=True).values_list("email", flat=True)
    ):
        EmailMessage(subject, body, to=[address]).send()
