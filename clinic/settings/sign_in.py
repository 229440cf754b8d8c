"""Settings of the sign-in of staff: clinic/sign_in, with allauth's steps at addresses of our own."""

from clinic import env

# Without a passkey or an authenticator app nobody on the staff reaches more than the page that sets one up.
STAFF_MFA_REQUIRED = env.boolean("STAFF_MFA_REQUIRED", default=True)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "clinic.sign_in.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Seconds for which a password or a passkey is proof enough to change a sign-in, or to carry off a file.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_REAUTHENTICATION_METHODS = {"password", "mfa"}
# clinic/sign_in_limits counts tries, in the database.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
MFA_ADAPTER = "clinic.sign_in.second_factors.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "clinic.sign_in.passwords.LengthValidator"},
    {"NAME": "clinic.sign_in.passwords.GuessValidator"},
]

# Wagtail's own ways to change a password or an address are shut.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
