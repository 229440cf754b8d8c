"""Settings of the tests, with Wagtail's own forms besides: our inbox is compared with their list."""

from clinic.settings.test import *  # noqa: F403 - settings build on each other
from clinic.settings.test import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.contrib.forms", "tests.bench"]

# What the races hand over is counted, and goes nowhere.
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
