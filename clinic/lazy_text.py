"""Type of a text that may be translated only when it is shown, as ``gettext_lazy`` returns it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise
else:
    StrOrPromise = str

__all__ = ["StrOrPromise"]
