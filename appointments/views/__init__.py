"""The patient's side: the form, the page that says "received", and what is shown when something failed.

The views only parse, call one service and redirect.
"""

from .failures import csrf_failure
from .received import received
from .request_form import request_appointment
from .your_request import your_request

__all__ = ["csrf_failure", "received", "request_appointment", "your_request"]
