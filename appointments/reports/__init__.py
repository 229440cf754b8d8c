"""The owner's figures: asked from the database in a few statements, returned as plain numbers."""

from .contact import FirstContact, first_contact
from .desk import DeskFigures, Reader, desk_figures
from .period import MOST_WEEKS, Period, Week, last_weeks
from .requests import Article, RequestFigures, request_figures
from .scope import Scope, classified, scope_of

__all__ = [
    "MOST_WEEKS",
    "Article",
    "DeskFigures",
    "FirstContact",
    "Period",
    "Reader",
    "RequestFigures",
    "Scope",
    "Week",
    "classified",
    "desk_figures",
    "first_contact",
    "last_weeks",
    "request_figures",
    "scope_of",
]
