"""Tries to sign in, counted in Postgres by keyed hashes, so that all web processes share them."""

from django.db import models


class SignInTry(models.Model):
    """Number of tries in a row of an account, a connection or a known device.

    ``clinic.sign_in_limits.counting`` says what follows from it.
    """

    wagtail_reference_index_ignore = True

    key = models.CharField(max_length=32, primary_key=True)
    tries = models.PositiveIntegerField()
    last_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["last_at"], name="sign_in_tries_last_at")]

    def __str__(self) -> str:
        return self.key
