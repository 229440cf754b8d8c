"""Settings of `make run`: the embedded Postgres, mail written to var/mail/, plain http on this machine."""

from clinic import env
from clinic.database.roles import Roles
from clinic.embedded_postgres import database_settings

# Set before base.py reads the environment. These values are public: `check --deploy` refuses the keys.
env.set_defaults(
    SECRET_KEY="development-only-secret-key-that-everybody-knows",
    ALLOWED_HOSTS="127.0.0.1,localhost,[::1]",
    SITE_URL="http://localhost:8000",
    CLINIC_PHONE="949-510-6333",
    DATABASE_URL="postgres:///embedded",
    PATIENT_DATA_KEYS="ZGV2ZWxvcG1lbnQtb25seS1kYXRhLWtleS0wMDAwMDE=",
    PATIENT_LOOKUP_KEY="development-only-lookup-key-that-everybody-knows",
    PATIENT_LINK_KEYS="development-only-link-key-that-everybody-knows",
    SMTP_HOST="var/mail",
    MAIL_FROM="Acupuncture Halls <site@clinic.example>",
    FRONT_DESK_EMAILS="front-desk@clinic.example",
    STAFF_MFA_REQUIRED="false",
)

from .base import *  # noqa: E402 - the values above come first

LOGGING["handlers"]["console"]["formatter"] = "plain"
DEBUG = env.boolean("DEBUG", default=True)
ROOT_URLCONF = "clinic.urls_development"

# Whoever develops on a Postgres of their own may be its superuser.
DATABASE_ROLES_REQUIRED = not env.is_set("DATABASE_URL")
if not env.is_set("DATABASE_URL"):
    DATABASES = {"default": database_settings(BASE_DIR)}
    DATABASE_OWNER = {"USER": Roles().owner}
    DATABASE_WORKER = {"USER": Roles().worker}
    DATABASE_BACKUP = {"USER": Roles().backup}

if not env.is_set("SMTP_HOST"):
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(VAR_DIR / "mail")},
        }
    }

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# A passkey for http://localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# Browsers reach runserver without a proxy.
TRUSTED_PROXY_HOPS = 0
# Plain http: no redirect, and cookies without the prefix that browsers accept over https only.
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_NAME = "desk"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_NAME = "csrf"
DEVICE_COOKIE_NAME = "device"
CSRF_COOKIE_SECURE = False
# runserver and the tests' server find static files by themselves.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
