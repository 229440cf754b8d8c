"""Models of articles about conditions and treatments, of their sources and shared notices, and of news."""

from .importing.records import BroughtFile, ImportedArticle
from .other_pages.news import NewsIndexPage, NewsPage
from .other_pages.treatments import TreatmentIndexPage, TreatmentPage
from .pages import ConditionIndexPage, ConditionPage, Region
from .reviews import Correction, CorrectionDecision, ReviewDigest, ReviewRecord
from .rules.changes import RuleChange
from .rules.lint import AllowedSentence, LintTerm
from .safety import SafetyNotice
from .sources.checks import SourceCheck
from .sources.publication import Source
from .statements import StatementAnswer
from .tasks import ClinicalReviewTask
from .writers import ContentUnit

__all__ = [
    "AllowedSentence",
    "BroughtFile",
    "ClinicalReviewTask",
    "ConditionIndexPage",
    "ConditionPage",
    "ContentUnit",
    "Correction",
    "ImportedArticle",
    "CorrectionDecision",
    "LintTerm",
    "NewsIndexPage",
    "NewsPage",
    "Region",
    "ReviewDigest",
    "ReviewRecord",
    "RuleChange",
    "SafetyNotice",
    "Source",
    "SourceCheck",
    "StatementAnswer",
    "TreatmentIndexPage",
    "TreatmentPage",
]
