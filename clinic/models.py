"""Models of the clinic: its people, pages, pictures, hours and details."""

from clinic.accounts.events import AccountEvent, EventKind
from clinic.accounts.mails import AccountMail
from clinic.accounts.second_factor_resets import SecondFactorReset
from clinic.accounts.sessions import StaffSession
from clinic.accounts.tries import SignInTry
from clinic.backups.records import Backup
from clinic.database.records import ChainMark
from clinic.identity.ailments.records import Ailment
from clinic.identity.demonstration import DemonstrationMark
from clinic.identity.details import ClinicSettings
from clinic.identity.people import Practitioner, StaffRequest, User
from clinic.identity.pictures import ClinicImage, ClinicRendition
from clinic.pages.comparing import read_comparisons_in_words
from clinic.pages.pages import HomePage, InformationPage
from clinic.pages.person import PractitionerPage
from clinic.pages.privacy.issued import IssuedNotice
from clinic.pages.privacy.pages import NoticePage, PrivacyPageMixin, PrivacyPolicyPage
from clinic.pages.publish_gate import PublishGateMixin
from clinic.pages.routing import PrefetchedPageMixin
from clinic.pages.sections import SectionsMixin
from clinic.site_version.records import PublicChange, SiteVersion
from clinic.typed.admin_forms import use_our_fields
from clinic.withholding.records import PageJudgment, RecordJudgment

__all__ = [
    "AccountEvent",
    "AccountMail",
    "Ailment",
    "Backup",
    "EventKind",
    "SignInTry",
    "ChainMark",
    "ClinicImage",
    "ClinicRendition",
    "ClinicSettings",
    "DemonstrationMark",
    "PrefetchedPageMixin",
    "PublishGateMixin",
    "HomePage",
    "InformationPage",
    "IssuedNotice",
    "NoticePage",
    "PageJudgment",
    "Practitioner",
    "PractitionerPage",
    "PrivacyPageMixin",
    "PrivacyPolicyPage",
    "PublicChange",
    "RecordJudgment",
    "User",
    "SecondFactorReset",
    "SectionsMixin",
    "SiteVersion",
    "StaffRequest",
    "StaffSession",
]

# Here, and not when the apps are ready: forms that other apps define are made while models are loaded.
use_our_fields()
read_comparisons_in_words()
