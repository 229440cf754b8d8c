"""Redirects from where an article stood on the old site, made when its draft is first published.

Made any earlier they would lead visitors to a page that nobody can read.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.signals import page_published

from articles.importing.wording import LOOK
from articles.models import ImportedArticle


def connect_old_addresses() -> None:
    """Make redirects from old addresses from now on."""
    page_published.connect(_after_publishing, dispatch_uid="articles.importing")


def _after_publishing(instance: Page, **_kwargs: Any) -> None:
    article = ImportedArticle.objects.filter(page_id=instance.pk).exclude(old_path="").first()
    if article is None:
        return
    old_path = Redirect.normalise_path(article.old_path)
    parts = instance.get_url_parts()
    own_path = Redirect.normalise_path(parts[2]) if parts and parts[2] else ""
    # What somebody has decided about the address since, and the page's own address, stay.
    if old_path != own_path and not Redirect.objects.filter(old_path=old_path).exists():
        try:
            Redirect.add_redirect(old_path, instance, is_permanent=True)
        except ValidationError:
            # It promises what no page may. The article is public all the same, and its editor reads why.
            sentence = _("Its old address says what no page may say, so it does not lead here: %(path)s")
            article.told.setdefault(LOOK.name, []).append(sentence % {"path": old_path})
            article.done_at = None
    article.old_path = ""
    article.save(update_fields=["old_path", "told", "done_at"])
