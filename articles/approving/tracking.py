"""Receivers that keep the writers of a page's units: with every version, publication and entry of the log.

A version that is saved twice a second costs a few queries, however many versions there are: it is compared
with the rows of the one before, and with the live page the first time alone.
"""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save

from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signals import page_published, page_unpublished

from articles.models.four_eyes import approve_version
from articles.models.writers import ContentUnit
from articles.units.content import keys_of
from clinic.models import PublishGateMixin

# What the log says when somebody publishes a version, or puts it on the schedule.
PUBLISHING = {"wagtail.publish", "wagtail.publish.schedule"}


def note_writers(instance: Revision, raw: bool = False, update_fields: Any = None, **_kwargs: Any) -> None:
    """Give what a version brings in to the user who saved it."""
    model = instance.content_type.model_class()
    is_page = model is not None and issubclass(model, PublishGateMixin)
    has_content = update_fields is None or "content" in update_fields
    if raw or not is_page or not has_content:
        return
    with transaction.atomic():
        # Two versions of one page are compared one after the other.
        page = Page.objects.select_for_update(of=("self",), no_key=True).filter(pk=instance.object_id).first()
        if page is not None and not _has_newer(instance):
            _compare(page, instance, keys_of(model, instance.content))


def _has_newer(revision: Revision) -> bool:
    """Return whether this is an older version: only the newest says what stands in the draft."""
    others = Revision.objects.filter(
        base_content_type_id=revision.base_content_type_id, object_id=revision.object_id
    )
    return others.filter(created_at__gt=revision.created_at).exists()


def _compare(page: Page, revision: Revision, keys: set[str]) -> None:
    """Bring the rows in line with what the version holds."""
    rows = {row.key: row for row in ContentUnit.objects.filter(page=page)} or _first_rows(page, revision)
    gone = [row for row in rows.values() if row.gone_in is not None]
    absent = [row for row in rows.values() if row.gone_in is None and row.key not in keys]
    back = {row for row in gone if row.key in keys and _is_still_its(row, revision)}
    # What was typed and deleted within one version was never there for anybody else.
    over = {row for row in absent if row.since == revision.pk and not row.was_live}
    over |= {row for row in gone if row.key in keys} - back
    over |= {row for row in gone if row.key not in keys and not row.was_live and row.gone_in != revision.pk}
    if over:
        ContentUnit.objects.filter(pk__in=[row.pk for row in over]).delete()
    if left := set(absent) - over:
        ContentUnit.objects.filter(pk__in=[row.pk for row in left]).update(gone_in=revision.pk)
    if back:
        ContentUnit.objects.filter(pk__in=[row.pk for row in back]).update(gone_in=None)
    stays = {row.key for row in set(rows.values()) - over}
    ContentUnit.objects.bulk_create(_written_in(page, revision, keys - stays))


def _is_still_its(row: ContentUnit, revision: Revision) -> bool:
    """Return whether a unit that is gone may come back as it was: readers see it, or it was moved."""
    return row.is_live or row.gone_in == revision.pk


def _written_in(page: Page, revision: Revision, keys: set[str]) -> list[ContentUnit]:
    name = str(revision.user) if revision.user else ""
    return [
        ContentUnit(page=page, key=key, writer=revision.user, writer_name=name, since=revision.pk)
        for key in sorted(keys)
    ]


def _first_rows(page: Page, revision: Revision) -> dict[str, ContentUnit]:
    """Make the rows of a page that has none: what readers see is trusted, the last version its user's."""
    specific = page.specific
    live = keys_of(type(specific), specific.serializable_data()) if page.live else set()
    rows = [ContentUnit(page=page, key=key, is_live=True, was_live=True) for key in sorted(live)]
    before = page.revisions.exclude(pk=revision.pk).order_by("-created_at", "-pk").first()
    if before is not None:
        rows += _written_in(page, before, keys_of(type(specific), before.content) - live)
    return {row.key: row for row in ContentUnit.objects.bulk_create(rows)}


def note_publication(instance: Page, revision: Revision | None = None, **_kwargs: Any) -> None:
    """Mark what readers see now; a version that is only put on the schedule changes nothing."""
    if not isinstance(instance, PublishGateMixin) or revision is None or not instance.live:
        return
    keys = keys_of(instance.specific_class, revision.content)
    units = ContentUnit.objects.filter(page_id=instance.pk)
    known = set(units.values_list("key", flat=True))
    if not known:
        return
    units.filter(is_live=False, key__in=keys).update(is_live=True, was_live=True)
    units.filter(is_live=True).exclude(key__in=keys).update(is_live=False)
    # An older version was published: its units stand in no row, for the newest one left them out.
    ContentUnit.objects.bulk_create(
        ContentUnit(
            page_id=instance.pk,
            key=key,
            is_live=True,
            was_live=True,
            gone_in=instance.latest_revision_id,
        )
        for key in sorted(keys - known)
    )


def note_unpublication(instance: Page, **_kwargs: Any) -> None:
    """Mark that readers see nothing of the page any more."""
    ContentUnit.objects.filter(page_id=instance.pk, is_live=True).update(is_live=False)


def note_approval(instance: PageLogEntry, created: bool = False, raw: bool = False, **_kwargs: Any) -> None:
    """Approve for whoever the log names as publishing a version all that others wrote in it."""
    names_somebody = instance.action in PUBLISHING and instance.user_id and instance.revision_id
    if raw or not created or not names_somebody:
        return
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None and issubclass(page.specific_class, PublishGateMixin):
        approve_version(page, instance.revision, instance.user)


def connect_tracking() -> None:
    """Connect the receivers, once the apps are ready."""
    post_save.connect(note_writers, sender=Revision, dispatch_uid="articles.writers")
    post_save.connect(note_approval, sender=PageLogEntry, dispatch_uid="articles.approval")
    page_published.connect(note_publication, dispatch_uid="articles.publication")
    page_unpublished.connect(note_unpublication, dispatch_uid="articles.unpublication")
