"""Settings of a site whose sign-in is attacked: passwords are hashed as in production, behind one proxy.

With UNPROTECTED set, as it was before there were limits: the figures beside ours.
"""

import os

from clinic.settings.test import *  # noqa: F403 - settings build on each other

TRUSTED_PROXY_HOPS = 1
PASSWORD_HASHERS = ["clinic.sign_in_limits.hashing.CappedPBKDF2PasswordHasher"]
if "UNPROTECTED" in os.environ:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
