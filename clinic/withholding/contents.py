"""Digests of what pages and records hold: one that Postgres computes for many, one of what is read."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Func, JSONField, Model, QuerySet, TextField
from django.db.models.functions import MD5, Cast

from wagtail.fields import StreamField
from wagtail.models import Page


class _Row(Func):
    """Values of several columns as one JSON array."""

    function = "jsonb_build_array"
    output_field = JSONField()


def with_row_digest(model: type[Page], names: Iterable[str]) -> QuerySet[Any]:
    """Return the pages of exactly this type, each with the digest of these stored columns as ``row``."""
    own = model._default_manager.filter(content_type=ContentType.objects.get_for_model(model))
    return digested(own, names)


def digested(rows: QuerySet[Any], names: Iterable[str]) -> QuerySet[Any]:
    """Return the rows, each with the digest of these stored columns as ``row``."""
    return rows.order_by().annotate(row=MD5(Cast(_Row(*names), TextField())))


def digest_of(page: Model, names: Iterable[str]) -> str:
    """Return the digest of what these fields hold; the ids of parts say nothing to a reader."""
    values = {name: stored_value(page, name) for name in names}
    words = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(words.encode()).hexdigest()


def stored_value(page: Model, name: str) -> Any:
    """Return what a field stores, streams as lists without ids."""
    field: Any = page._meta.get_field(name)
    value = field.get_prep_value(field.value_from_object(page))
    return without_ids(as_stored(value)) if isinstance(field, StreamField) else value


def as_stored(raw: Any) -> Any:
    """Return a stream's parts as they come from the database, days and times as text."""
    return json.loads(json.dumps(raw, cls=DjangoJSONEncoder))


def without_ids(raw: Any) -> Any:
    """Return a stored stream without the ids of its parts, which differ when a form is filled in anew."""
    if isinstance(raw, list):
        return [without_ids(item) for item in raw]
    if isinstance(raw, dict):
        is_part = {"type", "value"} <= raw.keys()
        return {key: without_ids(item) for key, item in raw.items() if not (is_part and key == "id")}
    return raw
