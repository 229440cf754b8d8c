"""Models of articles about conditions and treatments, and of the sources and notices that they share."""

from .lint import AllowedSentence, LintTerm
from .other_pages.treatments import TreatmentIndexPage, TreatmentPage
from .pages import ConditionIndexPage, ConditionPage, Region
from .reviews import Correction, ReviewDigest, ReviewRecord
from .safety import SafetyNotice
from .sources import Source
from .tasks import ClinicalReviewTask

__all__ = [
    "AllowedSentence",
    "ClinicalReviewTask",
    "ConditionIndexPage",
    "ConditionPage",
    "Correction",
    "LintTerm",
    "Region",
    "ReviewDigest",
    "ReviewRecord",
    "SafetyNotice",
    "Source",
    "TreatmentIndexPage",
    "TreatmentPage",
]
