"""Page of the link in a test message, on which whoever reads the front desk's mail confirms it.

GET changes nothing, however often a mail scanner reads the page.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from appointments.models import MailTrial
from appointments.public.your_request.views import keep_address_private


# No token against forgery: whoever knows the address may press its button, and nobody else can.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail_trial(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button; on POST write down that the message arrived."""
    trial = MailTrial.behind(token)
    if trial and request.method == "POST":
        trial.confirm()
        return keep_address_private(redirect(request.path))
    status = HTTPStatus.OK if trial else HTTPStatus.NOT_FOUND
    return keep_address_private(
        render(request, "appointments/public/mail_trial.html", {"trial": trial}, status=status)
    )
