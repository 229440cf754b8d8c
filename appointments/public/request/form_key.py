"""Key of the form: two presses with the same answers make one request."""

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac

from clinic.identity.clinic_time import clinic_today


def key_of_the_day(request: HttpRequest) -> str:
    """Return the form's key: one for each browser and day, so that "back, and send again" is one submission.

    It is derived from the random value of the form's CSRF cookie, the only one that a browser gets from us.
    """
    get_token(request)
    value = f"{request.META['CSRF_COOKIE']} {clinic_today()}"
    return salted_hmac("appointments.form", value, algorithm="sha256").hexdigest()
