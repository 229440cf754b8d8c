"""Settings of the tests: as in development, with a throw-away Postgres, mail in memory and a fast hasher."""

import tempfile
from pathlib import Path

from .dev import *

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(tempfile.gettempdir()) / "clinic-test-media"
FRONT_DESK_EMAILS = ["front-desk@clinic.example"]

if not env.is_set("DATABASE_URL"):
    # tests/conftest.py puts the throw-away Postgres here; nothing may reach the development data.
    DATABASES["default"]["HOST"] = "/nonexistent"
