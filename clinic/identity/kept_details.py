"""Clinic's details in a file beside the pictures, for pages that must appear while the database is away.

The file repeats what every page of the site shows, and nothing else.
"""

import contextlib
import json
import logging
import os
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import Error, transaction
from django.db.models import Field

from clinic.database.dead_connection import close_if_dead

from .details import ClinicSettings

logger = logging.getLogger(__name__)

FILE_NAME = "clinic-details.json"


def kept_details() -> ClinicSettings:
    """Return the details as they were last kept, without a query; phone and name else from the settings.

    A field that cannot be read, as an update has changed its kind, has its default.
    """
    details = ClinicSettings()
    try:
        kept = json.loads(_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        kept = {}
    if not isinstance(kept, dict):
        kept = {}
    for name, of_the_settings in (("phone", settings.CLINIC_PHONE), ("clinic_name", settings.CLINIC_NAME)):
        kept[name] = kept.get(name) or of_the_settings
    for field in _fields():
        with contextlib.suppress(KeyError, TypeError, ValueError, ValidationError):
            setattr(details, field.attname, field.to_python(kept[field.attname]))
    return details


def keep_details() -> bool:
    """Write the details that the database holds; return whether it could be done."""
    try:
        details = ClinicSettings.objects.filter(site__is_default_site=True).first()
    except Error as error:
        logger.warning("The clinic's details were not kept in a file because of %s.", type(error).__name__)
        close_if_dead()
        return False
    if details is None:
        return False
    return _write({field.attname: field.value_to_string(details) for field in _fields()})


def keep_when_saved(sender: object, **_kwargs: Any) -> None:
    """Write the details when the transaction that saved them has ended."""
    transaction.on_commit(keep_details, robust=True)


def replace_file(path: Path, text: str) -> None:
    """Replace the file by a whole new one: somebody may be reading it. Raises ``OSError``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}", delete=False
    ) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    # Web, worker and proxy may be several accounts, and nothing in it is a secret.
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def _write(kept: dict[str, str]) -> bool:
    try:
        replace_file(_path(), json.dumps(kept))
    except OSError as error:
        # Whoever saved the details has saved them; the worker writes the file in a while.
        logger.error("The clinic's details were not kept in a file because of %s.", type(error).__name__)
        return False
    return True


def _path() -> Path:
    return Path(settings.MEDIA_ROOT) / FILE_NAME


def _fields() -> "list[Field[Any, Any]]":
    """Return the fields that pages show: those that somebody types, but for the site."""
    fields = ClinicSettings._meta.concrete_fields
    return [field for field in fields if field.editable and field.name not in ("id", "site")]
