"""Seals of patients' data: PATIENT_DATA_KEYS, of which the newest seals and each opens."""

from django.conf import settings

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class DecryptionError(Exception):
    """Error: the data cannot be decrypted, because the key is missing or it belongs to another record."""


def encrypt(plain: bytes) -> bytes:
    """Encrypt with the newest key."""
    return seals().encrypt(plain)


def decrypt(sealed: bytes | memoryview) -> bytes:
    """Decrypt with whichever key fits. Raises ``DecryptionError``."""
    try:
        return seals().decrypt(bytes(sealed))
    except InvalidToken:
        raise DecryptionError from None


def is_by_newest_key(sealed: bytes | memoryview) -> bool:
    """Return whether the newest key opens ``sealed``, so that no older one is needed for it."""
    try:
        Fernet(settings.PATIENT_DATA_KEYS[0]).decrypt(bytes(sealed))
    except InvalidToken:
        return False
    return True


def opens(sealed: bytes | memoryview) -> bool:
    """Return whether one of the keys opens ``sealed``."""
    try:
        decrypt(sealed)
    except DecryptionError:
        return False
    return True


def by_newest_key(sealed: bytes | memoryview) -> bytes:
    """Return the same content, sealed with the newest key. Raises ``DecryptionError``."""
    try:
        return seals().rotate(bytes(sealed))
    except InvalidToken:
        raise DecryptionError from None


def seals() -> MultiFernet:
    """Return all keys: the newest encrypts, each decrypts."""
    return MultiFernet([Fernet(key) for key in settings.PATIENT_DATA_KEYS])
