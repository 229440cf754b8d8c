"""Needs of every clinic: its details, people, privacy page, and nothing left of the demonstration."""

from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from clinic.identity.demonstration import demonstration_left, demonstration_models
from clinic.models import ClinicSettings, Practitioner, User
from clinic.pages.privacy.pages import PrivacyPolicyPage
from clinic.pages.privacy.published import Purpose, published_page_for
from clinic.staff.roles import OWNER

from .lost_pictures import link_to, lost_pictures, told_of
from .needs import Need, link_to_details

# Fields of the details: their titles, why they are needed, and whether the form waits for them.
_DETAILS = [
    (
        "clinic_name",
        _("Name of the clinic"),
        _("Visitors read it on every page, and patients in every mail."),
        True,
    ),
    ("phone", _("Phone"), _("Whatever happens to the website, patients must be able to call."), True),
    (
        "street_address",
        _("Address"),
        _("Patients need to know where to come to, where to park, and how to get in."),
        False,
    ),
    (
        "opening_hours",
        _("Opening hours"),
        _("Patients are told by when you call them, and that is counted in these hours."),
        True,
    ),
    (
        "closures",
        _("Days closed"),
        _("No holiday ahead is entered, so patients may be promised a call on one."),
        False,
    ),
    (
        "licensing_board",
        _("Licensing board"),
        _("Visitors read at the foot of every page who licenses acupuncturists here."),
        False,
    ),
]


def needs_of_every_clinic(details: ClinicSettings, **_kwargs: Any) -> list[Need]:
    """Return the needs that this app knows of."""
    return [*_of_details(details), *_of_people(), _privacy_page(details), _no_demonstration(), _pictures()]


def who_can_sign_in(group: str) -> QuerySet[User]:
    """Return the members of ``group`` who have chosen a password and are no invention."""
    members = User.objects.filter(groups__name=group, is_active=True, is_demonstration=False)
    return members.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)


def _of_details(details: ClinicSettings) -> list[Need]:
    values = {
        "clinic_name": details.clinic_name,
        "phone": details.phone,
        "street_address": details.street_address and details.locality,
        "opening_hours": details.opening_hours,
        "closures": details.upcoming_closures,
        "licensing_board": details.licensing_board,
    }
    invented = details.is_demonstration
    made_up = _t("This is the demonstration's. Enter your own, and untick that it is made up.")
    return [
        Need(
            name=name,
            place=place,
            title=str(title),
            is_met=bool(values[name]) and not invented,
            missing=made_up if values[name] and invented else str(missing),
            link=link_to_details(details, name),
            is_required=is_required,
        )
        for place, (name, title, missing, is_required) in enumerate(_DETAILS, start=10)
    ]


def _of_people() -> list[Need]:
    practitioners = Practitioner.objects.active().filter(is_demonstration=False)
    return [
        Need(
            "practitioners",
            20,
            _t("Practitioners"),
            practitioners.exists(),
            _t("Enter whoever treats patients: visitors read about them, and visits are booked with them."),
            reverse("practitioners:add"),
            is_required=False,
        ),
        Need(
            "owner",
            21,
            _t("Account of the owner"),
            who_can_sign_in(OWNER).exists(),
            _t("Nobody with the role “Owner” has signed in yet. Add the account: an invitation is mailed."),
            reverse("wagtailusers_users:add"),
            is_required=False,
        ),
    ]


def _privacy_page(details: ClinicSettings) -> Need:
    published = published_page_for(Purpose.PRIVACY, details.site)
    return Need(
        name="privacy",
        place=40,
        title=_t("Privacy policy"),
        is_met=published is not None and not published.is_demonstration,
        missing=_t(
            "Patients must be able to read what happens with their answers before they send them. The page "
            "comes with a text: whoever may edit pages completes and publishes it."
        ),
        link=_link_to_policy(details),
    )


def _link_to_policy(details: ClinicSettings) -> str:
    """Return the address of the policy in the admin, or of a new one."""
    home = details.site.root_page
    if written := PrivacyPolicyPage.objects.child_of(home).first():
        return reverse("wagtailadmin_pages:edit", args=[written.pk])
    return reverse("wagtailadmin_pages:add", args=["clinic", "privacypolicypage", home.pk])


def _no_demonstration() -> Need:
    is_left = any(demonstration_left(model).exists() for model in demonstration_models())
    return Need(
        "demonstration",
        # Before anything is entered in its place.
        1,
        _t("Nothing made up"),
        not is_left,
        _t("People, pages or details of the demonstration are left. Remove them together, or one by one."),
        reverse("remove_demonstration"),
    )


def _pictures() -> Need:
    lost = lost_pictures()
    return Need(
        "pictures",
        50,
        _t("Files of all pictures"),
        not lost,
        told_of(lost) if lost else "",
        link_to(lost),
        is_required=False,
    )
