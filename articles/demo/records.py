"""Demonstration records that pages refer to: staff, practitioners, pictures, sources, clinic details."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Group
from django.core.files.images import ImageFile

from wagtail.models import Site

from articles.models import SafetyNotice, Source
from articles.models.sources.checks import NotRead
from articles.sources.checking import log_check
from articles.sources.forms import USUAL
from clinic.database.clock import database_now
from clinic.models import Ailment, ClinicImage, ClinicSettings, Practitioner, User
from clinic.staff.roles import EDITORS, FRONT_DESK, OWNER, REVIEWERS

FOLDER = Path(__file__).resolve().parent

# E-mail address, first name, group; the person without a group is the administrator.
STAFF = [
    ("desk@clinic.example", "Dana", FRONT_DESK),
    ("owner@clinic.example", "Olga", OWNER),
    ("editor@clinic.example", "Eddie", EDITORS),
    ("reviewer@clinic.example", "Robin", REVIEWERS),
    ("admin@clinic.example", "Ada", None),
]
REVIEWER = "reviewer@clinic.example"


class UnverifiedSourceError(Exception):
    """Raised for a claim in the files that cites a source which nobody checked."""


@dataclass(frozen=True)
class Records:
    """Records that pages refer to, by the names that the files use, and the reviewer of the pages."""

    people: dict[str, Practitioner]
    pictures: dict[str, ClinicImage]
    sources: dict[str, Source]
    notices: dict[str, SafetyNotice]
    reviewer: User


def read(name: str) -> dict[str, Any]:
    """Return the parsed content of one TOML file."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def load_records(site: Site, password: str) -> Records:
    """Create everything that is not a page."""
    staff = _load_staff(password)
    _load_details(site)
    _load_ailments()
    return Records(
        people=_load_people(),
        pictures=_load_pictures(),
        sources=_load_sources(staff[REVIEWER]),
        notices=_load_notices(),
        reviewer=staff[REVIEWER],
    )


def items(values: list[Any]) -> list[dict[str, Any]]:
    """Return a list as it is stored within a block."""
    return [{"type": "item", "value": value, "id": str(uuid4())} for value in values]


def _load_staff(password: str) -> dict[str, User]:
    staff = {}
    for email, first_name, group_name in STAFF:
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            email,
            password,
            first_name=first_name,
            last_name="Demonstration",
            is_superuser=group_name is None,
            is_demonstration=True,
        )
        if group_name:
            user.groups.add(Group.objects.get_or_create(name=group_name)[0])
        staff[email] = user
    return staff


def _load_details(site: Site) -> None:
    details = ClinicSettings.for_site(site)
    if details.clinic_name:
        return
    fields = read("clinic")
    hours = [{**entry, "day": str(entry["day"])} for entry in fields.pop("opening_hours")]
    details.opening_hours = [("hours", entry) for entry in hours]
    details.closures = [("closure", entry) for entry in fields.pop("closures")]
    for name, value in fields.items():
        setattr(details, name, value)
    details.full_clean()
    # Whoever looks at the demonstration sends a request at once.
    details.opened_at = database_now()
    details.save()


def _load_ailments() -> None:
    for fields in read("ailments")["ailments"]:
        Ailment.objects.get_or_create(name=fields["name"], defaults=fields)


def _load_people() -> dict[str, Practitioner]:
    return {
        fields["name"]: Practitioner.objects.get_or_create(name=fields["name"], defaults=fields)[0]
        for fields in read("people")["people"]
    }


def _load_pictures() -> dict[str, ClinicImage]:
    pictures = {}
    for key, fields in read("images").items():
        file_name = fields.pop("file")
        picture = ClinicImage.objects.filter(title=fields["title"]).first()
        if picture is None:
            with (FOLDER / "images" / file_name).open("rb") as file:
                picture = ClinicImage(file=ImageFile(file, name=file_name), **fields)
                picture.full_clean()
                picture.save()
        pictures[key] = picture
    return pictures


def _load_sources(checked_by: User) -> dict[str, Source]:
    sources = {}
    for key, fields in read("sources").items():
        is_verified = fields.pop("verified", False)
        source = Source.objects.filter(title=fields["title"], year=fields["year"]).first()
        if source is None:
            source = Source(**fields)
            source.full_clean()
            if is_verified:
                source.verified_by, source.not_read = checked_by, NotRead.FULL_TEXT
                source.recheck_due = fields["verified_on"] + USUAL
            source.save()
            if is_verified:
                log_check(source, checked_by, fields["verified_on"] + USUAL)
        sources[key] = source
    return sources


def _load_notices() -> dict[str, SafetyNotice]:
    fields = read("safety")
    key = fields.pop("key")
    return {key: SafetyNotice.objects.get_or_create(title=fields["title"], defaults=fields)[0]}
