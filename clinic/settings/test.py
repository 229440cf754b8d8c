"""Settings of the tests: as in development, with a throw-away Postgres, mail in memory and a fast hasher."""

from clinic.embedded_postgres import ADMINISTRATOR

from .dev import *

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# In the checkout: a folder shared by all users of the machine would belong to the first one.
MEDIA_ROOT = VAR_DIR / "test-media"
FRONT_DESK_EMAILS = ["front-desk@clinic.example"]

if not env.is_set("DATABASE_URL"):
    # tests/conftest.py puts the throw-away Postgres here; nothing may reach the development data.
    # Tests make databases, and rows of the past. tests/clinic/database/ is about the roles of the site.
    DATABASES["default"] |= {"HOST": "/nonexistent", "USER": ADMINISTRATOR}
    DATABASE_OWNER, DATABASE_WORKER, DATABASE_BACKUP = {}, {}, {}
    DATABASE_ROLES_REQUIRED = False
