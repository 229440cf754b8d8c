"""Counts of tries to sign in: who may try now, and who has to wait for how long.

After five tries an account has to wait, a minute first and twice as long after each further try, up to an
hour; a connection after twenty. Nothing is locked for good: whoever waits may try again. A quarter of an hour
without a try forgets them.
"""

from datetime import timedelta

from django.db import connection
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from clinic.accounts.tries import SignInTry

ACCOUNT_TRIES, CONNECTION_TRIES = 5, 20
FORGOTTEN_AFTER = timedelta(minutes=15)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
_KEPT = timedelta(days=1)
_KEY_LENGTH = 32

# How long a key has to wait after its last try. The exponent is kept small: two to the power of the tries of
# a long attack is no number of seconds.
_WAIT = """
    CASE WHEN old.tries < %(limit)s THEN interval '0'
    ELSE LEAST(%(first)s * power(2, LEAST(old.tries - %(limit)s, 10)), %(longest)s) * interval '1 second' END
"""
# One statement, so that tries at the same moment are counted each, before anything is hashed.
_TAKE = f"""
    INSERT INTO clinic_signintry AS old (key, tries, last_at) VALUES (%(key)s, 1, clock_timestamp())
    ON CONFLICT (key) DO UPDATE SET
        tries = CASE WHEN old.last_at + {_WAIT} + %(forgotten)s * interval '1 second' <= clock_timestamp()
            THEN 1 ELSE old.tries + 1 END,
        last_at = clock_timestamp()
    WHERE old.last_at + {_WAIT} <= clock_timestamp()
    RETURNING tries
"""  # noqa: S608 - made of constants
_LEFT = f"SELECT old.last_at + {_WAIT} - clock_timestamp() FROM clinic_signintry AS old WHERE key = %(key)s"  # noqa: S608 - made of constants


class TooManyTries(Exception):
    """Error: nothing was checked, as there were too many tries before. ``wait`` is how long to wait.

    It is no ``PermissionDenied``, which Django would take for a wrong password.
    """

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


def take_try(key: str, limit: int) -> bool:
    """Count a try; return whether it was the last one before a wait. Raises ``TooManyTries``."""
    values: dict[str, str | float] = {
        "key": key,
        "limit": limit,
        "first": FIRST_WAIT.total_seconds(),
        "longest": LONGEST_WAIT.total_seconds(),
        "forgotten": FORGOTTEN_AFTER.total_seconds(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        if taken := cursor.fetchone():
            return bool(taken[0] >= limit)
        cursor.execute(_LEFT, values)
        left = cursor.fetchone()
    raise TooManyTries(left[0] if left else FIRST_WAIT)


def give_back(key: str) -> None:
    """Uncount a try that was none: of a connection whose person then signed in, say."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE clinic_signintry SET tries = tries - 1 WHERE key = %s AND tries > 0", [key])


def forget(key: str) -> None:
    """Forget the tries of somebody who has now proved who they are."""
    SignInTry.objects.filter(pk=key).delete()


def is_first(key: str) -> bool:
    """Return whether ``key`` is counted for the first time: what is good once stays so in every process."""
    _row, is_new = SignInTry.objects.get_or_create(pk=key, defaults={"tries": 1, "last_at": Now()})
    return is_new


def forget_old_tries() -> int:
    """Delete what nobody tried for a day; return the number."""
    deleted, _by_model = SignInTry.objects.filter(last_at__lt=Now() - _KEPT).delete()
    return deleted


def key_of(kind: str, *parts: object) -> str:
    """Return the keyed hash under which tries are counted."""
    value = ":".join([kind, *map(str, parts)])
    return salted_hmac("clinic.sign_in_limits", value, algorithm="sha256").hexdigest()[:_KEY_LENGTH]
