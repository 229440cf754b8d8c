"""Settings of how staff get in: who checks a password, on which devices, and how long a session lasts."""

AUTHENTICATION_BACKENDS = ["clinic.sign_in_limits.backend.LimitedBackend"]
# At most half of the cores hash at a time.
PASSWORD_HASHERS = ["clinic.sign_in_limits.hashing.CappedPBKDF2PasswordHasher"]
# Marks the devices on which somebody has signed in before.
DEVICE_COOKIE_NAME = "__Host-device"

SESSION_COOKIE_NAME = "__Host-desk"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_SAMESITE = "Lax"
