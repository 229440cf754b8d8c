"""JSON-LD of an article: its subject, its author and reviewer, and the sources that it cites."""

from django.utils.translation import gettext as _

from articles.models import ConditionPage, Source, TreatmentPage
from clinic.models import ClinicSettings
from clinic.pages.metadata import structured_data as site
from clinic.pages.metadata.clinic_data import clinic
from clinic.pages.metadata.nodes import Node, filled

# Reviews and trials appear in scholarly journals; guidelines and fact sheets need not.
SCHOLARLY = {
    Source.Design.SYSTEMATIC_REVIEW,
    Source.Design.OVERVIEW,
    Source.Design.NETWORK_META_ANALYSIS,
    Source.Design.RANDOMIZED_TRIAL,
}


def article(page: ConditionPage, details: ClinicSettings, *, policy: str) -> list[Node]:
    """Return the article's node with people and questions; ``policy`` is the editorial policy's address."""
    about, mentions = _subject(page)
    # What readers see at its top.
    node = site.web_page(page, details, "MedicalWebPage", page.what_it_is or page.summary) | filled(
        datePublished=site.iso_day(page.first_published_at),
        dateModified=page.changed_on.isoformat() if page.changed_on else "",
        lastReviewed=page.last_reviewed.isoformat() if page.last_reviewed else "",
        author=site.person_reference(page.author),
        reviewedBy=site.person_reference(page.clinical_reviewer),
        publishingPrinciples=policy,
        medicalAudience={"@type": "MedicalAudience", "audienceType": "Patient"},
        about=about,
        mentions=mentions,
        citation=[_citation(source) for _number, source in page.shown_references],
    )
    return [clinic(details), site.website(details), node, *_people(page), *site.questions(page)]


def _subject(page: ConditionPage) -> tuple[Node | None, Node | None]:
    """Return what the article is about, and what it mentions."""
    if isinstance(page, TreatmentPage):
        return filled(type="MedicalTherapy", name=page.title, alternateName=_other_names(page)), None
    therapy = _("Acupuncture")
    # Only a mention: "possibleTreatment" would claim that it helps.
    return _condition(page, therapy), {"@type": "MedicalTherapy", "name": therapy}


def _condition(page: ConditionPage, therapy: str) -> Node | None:
    """Return the condition by its own names; a title such as "Acupuncture for nerve pain" names none."""
    names = [name for name in (page.title, *_other_names(page)) if therapy.lower() not in name.lower()]
    if not names:
        return None
    return filled(type="MedicalCondition", name=names[0], alternateName=names[1:])


def _other_names(page: ConditionPage) -> list[str]:
    return [name.strip() for name in page.also_known_as.split(",") if name.strip()]


def _citation(source: Source) -> Node:
    return filled(
        type="MedicalScholarlyArticle" if source.design in SCHOLARLY else "CreativeWork",
        name=source.title,
        author=source.authors,
        datePublished=str(source.year),
        url=source.link,
    )


def _people(page: ConditionPage) -> list[Node]:
    """Return author and reviewer, each once; the page prints only the reviewer's license."""
    people = {person.pk: person for person in (page.author, page.clinical_reviewer) if person}
    return [
        site.person(person, shows_license=key == page.clinical_reviewer_id, shows_role=False)
        for key, person in people.items()
    ]
