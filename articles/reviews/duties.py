"""Work on articles of a person who leaves: what they wrote, reviewed, submitted and approve."""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail.models import WorkflowState

from articles.models import ConditionPage
from clinic.leaving.duties import Duty
from clinic.models import Practitioner, User
from clinic.staff.roles import REVIEWERS


def duties_with_articles(sender: type[Model], person: Model, **_kwargs: Any) -> list[Duty]:
    """Return what ``person`` does with articles, for the page on which they leave."""
    if isinstance(person, User):
        sentences = _of_staff(person)
    else:
        sentences = _of_practitioner(person) if isinstance(person, Practitioner) else []
    return [Duty(sentence=sentence) for sentence in sentences]


def _of_staff(person: User) -> list[str]:
    sentences = []
    submitted = WorkflowState.objects.filter(
        requested_by=person, status=WorkflowState.STATUS_IN_PROGRESS
    ).count()
    if submitted:
        sentence = ngettext(
            "%(count)d article that they submitted waits for a review. It goes on waiting.",
            "%(count)d articles that they submitted wait for a review. They go on waiting.",
            submitted,
        )
        sentences.append(sentence % {"count": submitted})
    if person.groups.filter(name=REVIEWERS).exists():
        others = User.objects.filter(groups__name=REVIEWERS, is_active=True).exclude(pk=person.pk)
        sentences.append(
            _("They review articles; other reviewers go on.")
            if others.exists()
            else _("Nobody else reviews articles: until somebody has that role, no article can be published.")
        )
    return sentences


def _of_practitioner(person: Practitioner) -> list[str]:
    sentences = []
    if written := ConditionPage.objects.filter(author=person).count():
        sentence = ngettext(
            "%(count)d article names them as its author, and goes on doing so: they wrote it.",
            "%(count)d articles name them as their author, and go on doing so: they wrote them.",
            written,
        )
        sentences.append(sentence % {"count": written})
    if reviewed := ConditionPage.objects.filter(clinical_reviewer=person).count():
        sentence = ngettext(
            "%(count)d article names them as its clinical reviewer. It stays until its next review, which "
            "somebody else has to do.",
            "%(count)d articles name them as their clinical reviewer. They stay until their next review, "
            "which somebody else has to do.",
            reviewed,
        )
        sentences.append(sentence % {"count": reviewed})
    return sentences
