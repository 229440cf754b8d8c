"""The clinic's identity: its people, pages, pictures, hours and details."""

from .demonstration import DemonstrationMark
from .gated import GatedPage
from .images import ClinicImage, ClinicRendition
from .pages import HomePage, InformationPage
from .people import Practitioner, User
from .routing import FamilyPage
from .sections import WithSections
from .settings import ClinicSettings

__all__ = [
    "ClinicImage",
    "ClinicRendition",
    "ClinicSettings",
    "DemonstrationMark",
    "FamilyPage",
    "GatedPage",
    "HomePage",
    "InformationPage",
    "Practitioner",
    "User",
    "WithSections",
]
