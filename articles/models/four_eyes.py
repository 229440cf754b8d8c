"""Four-eyes rule: nobody publishes or approves their own change to an article, superusers included."""

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wagtail.models import Page, PagePermissionTester, Revision

from clinic.models import User
from clinic.pages.publish_gate import content_fields
from clinic.staff.roles import REVIEWERS

from .reviews import REVIEW_FIELDS

OWN_CHANGE = _(
    "This page is your own work: you submitted it, or you made its latest change. "
    "Another clinical reviewer has to approve it."
)
NOBODY_ELSE = _(
    "Nobody else here has the role “Clinical reviewers”, so it stays a draft until somebody has it: whoever "
    "manages staff accounts can give it to a licensed colleague, who then sees articles and no requests."
)
# Fields that are no text of a revision: full reviews set them.
NOT_TEXT = {"clinical_reviewer", *REVIEW_FIELDS}
# Nearly always the second of them differs from the first.
_AT_ONCE = 3


class FourEyesError(Exception):
    """Raised when somebody publishes or approves what they themselves submitted or changed last."""

    def __init__(self, page: Any) -> None:
        super().__init__(OWN_CHANGE)
        self.page = page


def own_change_words(user: User) -> str:
    """Return why ``user`` cannot approve their own change, and who could if nobody can."""
    others = User.objects.filter(groups__name=REVIEWERS, is_active=True).exclude(pk=user.pk)
    return str(OWN_CHANGE) if others.exists() else f"{OWN_CHANGE} {NOBODY_ELSE}"


def is_own_change(page: Any, user: User) -> bool:
    """Return whether ``user`` submitted what waits for approval, or made the latest change to it."""
    state = page.current_workflow_state
    if state is not None and state.requested_by_id == user.pk:
        return True
    return latest_writer(page) == user.pk


def latest_writer(page: Any) -> int | None:
    """Return the key of the user who made the latest change of text; saving the same again is none."""
    writer, text = None, None
    for revision in _newest_first(page.revisions.only("content", "user_id")):
        before = _text_of(page, revision)
        if text is not None and before != text:
            break
        writer, text = revision.user_id, before
    return writer


def _newest_first(revisions: QuerySet[Revision]) -> Iterator[Revision]:
    """Yield the revisions, some to a query: there may be hundreds, each a whole article."""
    ordered = revisions.order_by("-created_at", "-pk")
    for start in count(0, _AT_ONCE):
        some = list(ordered[start : start + _AT_ONCE])
        yield from some
        if len(some) < _AT_ONCE:
            return


def _text_of(page: Any, revision: Revision) -> dict[str, Any]:
    """Return the content of a revision that readers would see."""
    names = [field.name for field in content_fields(page.specific_class) if field.name not in NOT_TEXT]
    return {name: _without_ids(revision.content.get(name)) for name in names}


def _without_ids(value: Any) -> Any:
    """Return a stream without its parts' ids, which differ when a form is filled in anew."""
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return value
    if isinstance(value, list):
        return [_without_ids(item) for item in value]
    if isinstance(value, dict):
        is_part = {"type", "value"} <= value.keys()
        return {key: _without_ids(item) for key, item in value.items() if not (is_part and key == "id")}
    return value


class ArticlePermissions(PagePermissionTester):
    """Page permissions under the four-eyes rule. Unpublishing one's own change stays allowed."""

    def has_publish_permission(self) -> bool:
        """Return whether the user may publish the work of others."""
        return super().can_publish()

    def can_publish(self) -> bool:
        return self.has_publish_permission() and not is_own_change(self.page, self.user)

    def can_unschedule(self) -> bool:
        return self.has_publish_permission()

    def can_set_view_restrictions(self) -> bool:
        return self.has_publish_permission()


class FourEyesMixin(Page):
    """Page whose changes somebody else has to approve. Code that passes no user is trusted."""

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
        """Publish the revision; raise FourEyesError when it is the user's own change."""
        if user is not None and not skip_permission_checks and is_own_change(self, user):
            raise FourEyesError(self)
        return super().publish(revision, user, *args, skip_permission_checks=skip_permission_checks, **kwargs)

    class Meta:
        abstract = True
