"""Settings of how staff get in: who checks a password, on which devices, and how long a session lasts."""

from clinic import env

AUTHENTICATION_BACKENDS = ["clinic.sign_in_limits.backend.LimitedBackend"]
# At most half of the cores hash at a time.
PASSWORD_HASHERS = ["clinic.sign_in_limits.hashing.CappedPBKDF2PasswordHasher"]
# Marks the devices on which somebody has signed in before.
DEVICE_COOKIE_NAME = "__Host-device"

# Sessions whose end the server knows: after so many minutes without anybody's input, and twelve hours in all.
SESSION_ENGINE = "clinic.accounts.session_store"
STAFF_IDLE_MINUTES = env.integer("STAFF_IDLE_MINUTES", default=15, least=5, most=60)
SESSION_COOKIE_NAME = "__Host-desk"
# Whichever way somebody signs in, the browser forgets it when it is closed.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_SAMESITE = "Lax"
