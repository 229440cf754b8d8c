"""Settings of the tests, with the commands of this room besides."""

from clinic.settings.test import *  # noqa: F403 - settings build on each other
from clinic.settings.test import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench"]

# What the races hand over is counted, and goes nowhere.
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
