"""One address of the bare Django project."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def say_ok(_request: HttpRequest) -> HttpResponse:
    """Answer with one word."""
    return HttpResponse("ok")


urlpatterns = [path("", say_ok)]
