"""WSGI application that gunicorn serves.

A bad setting ends the worker with one line and gunicorn's own "failed to boot" code, so that the server stops
instead of starting the same broken worker again and again.
"""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from clinic.database.standing import refuse_mighty_role
from clinic.server.encodings import Utf8OnlyApplication
from clinic.server.forwarded import ForwardedByProxiesApplication

GUNICORN_BOOT_ERROR = 3

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings.production")

try:
    application = ForwardedByProxiesApplication(
        Utf8OnlyApplication(get_wsgi_application()), settings.TRUSTED_PROXIES
    )
    refuse_mighty_role("DATABASE_URL")
except ImproperlyConfigured as error:
    sys.stderr.write(f"{error}\n")
    raise SystemExit(GUNICORN_BOOT_ERROR) from None
