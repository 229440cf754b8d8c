"""Articles about conditions, and the sources and notices that they share."""

from .pages import ConditionIndexPage, ConditionPage, Region
from .sources import SafetyNotice, Source

__all__ = ["ConditionIndexPage", "ConditionPage", "Region", "SafetyNotice", "Source"]
