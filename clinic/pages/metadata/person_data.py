"""JSON-LD of a page about a practitioner: only what the page prints as well."""

from typing import Any

from clinic.identity.details import ClinicSettings

from .canonical import canonical_url
from .structured_data import Node, clinic, filled, person, person_reference, questions, web_page, website


def person_page(page: Any, details: ClinicSettings) -> list[Node]:
    """Return the graph of the page: the person is what it is about."""
    itself = web_page(page, details, "ProfilePage", page.introduction)
    trainings = [block.value for block in page.body if block.block_type == "trainings"]
    schools = [item["where"] for training in trainings for item in training["items"]]
    return [
        clinic(details),
        website(details),
        itself | filled(mainEntity=person_reference(page.practitioner)),
        person(page.practitioner)
        | filled(
            url=canonical_url(page),
            alumniOf=[{"@type": "EducationalOrganization", "name": school} for school in schools],
        ),
        *questions(page),
    ]
