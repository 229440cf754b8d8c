"""Four-eyes rule: nobody publishes what they wrote before somebody else has approved it, superusers included.

The rule is about each sentence and value, not about the latest version: articles/units says what these are,
articles/models/writers.py who wrote which.
"""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wagtail.models import Page, PagePermissionTester, Revision
from wagtail.permissions import policy_registry

from articles.units.content import units_of
from articles.units.unit import Unit
from articles.units.words import facts_in_words
from clinic.models import User

from .writers import ContentUnit, units_with

OWN_WORK = _("You wrote this, and nobody else has approved it yet:")
WHO_CAN = _(
    "%(names)s can approve it: open the three dots beside the title, then “Sentences to approve”. After that "
    "you can publish."
)
WHO_CONFIRMS = _("%(names)s can do so, under “Corrections to confirm” on the first page after signing in.")
NOBODY_ELSE = _(
    "Nobody else here may change articles, so it waits until somebody may: whoever manages staff accounts "
    "can give a colleague the role “Editors” or “Clinical reviewers”. Both see articles and no requests."
)
# So many names, and so many sentences, are said; how many more there are is said too.
NAMED, QUOTED = 3, 8


class FourEyesError(Exception):
    """Raised when somebody publishes or approves what they wrote and nobody else has approved."""

    def __init__(self, page: Any, user: User) -> None:
        super().__init__(own_work_words(page, user))
        self.page = page


def needs_another(page: Any, user: User) -> bool:
    """Return whether the newest version holds something of ``user`` that somebody else has to approve."""
    units = ContentUnit.objects.filter(page_id=page.pk)
    own = Q(pk__in=units.in_draft().unseen().filter(writer=user).values("pk"))
    counted = units.aggregate(all=Count("pk"), own=Count("pk", filter=own))
    return counted["own"] > 0 if counted["all"] else _saved_before_units_were_kept(page, user)


def version_needs_another(page: Any, revision: Revision, user: User) -> bool:
    """Return whether this very version holds something of ``user`` that somebody else has to approve.

    What an older version holds and the newest does not has no known writer: it counts as the user's own.
    """
    units = ContentUnit.objects.filter(page_id=page.pk)
    known = set(units.values_list("key", flat=True))
    if not known:
        return _saved_before_units_were_kept(page, user)
    own = set(units.unseen().filter(writer=user).values_list("key", flat=True))
    keys = {unit.key for unit in units_in(page, revision)}
    return bool(keys & own or keys - known)


def _saved_before_units_were_kept(page: Any, user: User) -> bool:
    latest = page.latest_revision
    return latest is not None and latest.user_id == user.pk and latest.pk != page.live_revision_id


def units_in(page: Any, revision: Revision) -> list[Unit]:
    """Return the units of a version of the page."""
    return units_of(page.specific_class, revision.content)


def approve_version(page: Any, revision: Revision, user: User) -> int:
    """Approve for ``user`` everything in this version that others wrote."""
    return units_with(page, (unit.key for unit in units_in(page, revision))).approve(user)


def own_work_words(page: Any, user: User) -> str:
    """Return what ``user`` wrote and nobody approved, and who can approve it."""
    sentences = own_sentences(page, user)
    quoted = " ".join(f"“{words}”" for words in sentences[:QUOTED])
    more = len(sentences) - QUOTED
    if more > 0:
        quoted += " " + ngettext("and %(count)d more.", "and %(count)d more.", more) % {"count": more}
    return f"{OWN_WORK} {quoted} {who_can_approve(page, user)}"


def own_sentences(page: Any, user: User) -> list[str]:
    """Return the sentences and values of ``user`` that somebody else has to approve, in their order."""
    rows = ContentUnit.objects.in_draft().unseen().filter(page_id=page.pk, writer=user)
    keys, latest = set(rows.values_list("key", flat=True)), page.get_latest_revision()
    own = [unit for unit in units_in(page, latest) if unit.key in keys] if latest else []
    return list(dict.fromkeys(unit.words or facts_in_words(unit.facts) for unit in own))


def who_can_approve(page: Any, user: User) -> str:
    """Return who can approve the work of ``user``, and where; or that nobody can."""
    names = _names_of_others(page, user)
    return str(WHO_CAN) % {"names": names} if names else str(NOBODY_ELSE)


def who_can_confirm(page: Any, user: User) -> str:
    """Return who can confirm a correction of ``user``, and where; or that nobody can."""
    names = _names_of_others(page, user)
    return str(WHO_CONFIRMS) % {"names": names} if names else str(NOBODY_ELSE)


def _names_of_others(page: Any, user: User) -> str:
    names = [str(other) for other in others_who_may_approve(page, user)[: NAMED + 1]]
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")


def others_who_may_approve(page: Any, user: User) -> QuerySet[User]:
    """Return those beside ``user`` who may change the page, and so approve what it says."""
    policy = policy_registry.get_by_type(Page)
    may = policy.users_with_permission_for_instance("change", page)
    return may.filter(is_active=True).exclude(pk=user.pk).order_by("first_name", "last_name", "pk")


class ArticlePermissions(PagePermissionTester):
    """Page permissions under the four-eyes rule. Unpublishing one's own work stays allowed."""

    def has_publish_permission(self) -> bool:
        """Return whether the user may publish the work of others."""
        return super().can_publish()

    def can_publish(self) -> bool:
        return self.has_publish_permission() and not needs_another(self.page, self.user)

    def can_unschedule(self) -> bool:
        return self.has_publish_permission()

    def can_set_view_restrictions(self) -> bool:
        return self.has_publish_permission()


class FourEyesMixin(Page):
    """Page whose every sentence somebody else has to approve. Code that passes no user is trusted."""

    def permissions_for_user(self, user: User) -> ArticlePermissions:
        return ArticlePermissions(user, self)

    def publish(
        self,
        revision: Revision,
        user: User | None = None,
        *args: Any,
        skip_permission_checks: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Publish the revision; raise FourEyesError while it holds work of the user that nobody approved."""
        if user is not None and not skip_permission_checks and version_needs_another(self, revision, user):
            raise FourEyesError(self, user)
        return super().publish(revision, user, *args, skip_permission_checks=skip_permission_checks, **kwargs)

    class Meta:
        abstract = True
