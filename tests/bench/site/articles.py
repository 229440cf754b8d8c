"""`python -m tests.bench.site.articles NUMBER`: adds copies of articles until there are so many.

A copy is public as its original is: with its sources, its review, and a revision of its own.
"""

import sys
from itertools import cycle, islice

import django

if __name__ == "__main__":
    django.setup()
    from articles.models import ConditionIndexPage, ConditionPage

    # What is each page's own.
    OWN = {"page_ptr", "id", "path", "depth", "numchild", "url_path", "translation_key", "live_revision"}
    OWN |= {"latest_revision", "draft_title", "alias_of"}
    index = ConditionIndexPage.objects.get()
    originals = list(ConditionPage.objects.live().order_by("path"))
    fields = [field.name for field in ConditionPage._meta.concrete_fields if field.name not in OWN]
    missing = max(int(sys.argv[1]) - len(originals), 0)
    for number, original in enumerate(islice(cycle(originals), missing), 1):
        page = ConditionPage(**{name: getattr(original, name) for name in fields})
        page.title, page.slug = f"{original.title}, part {number}", f"{original.slug}-{number}"
        page.live = False
        index.add_child(instance=page)
        revision = page.save_revision(clean=False)
        public = {"live": True, "live_revision": revision, "latest_revision": revision}
        ConditionPage.objects.filter(pk=page.pk).update(**public, has_unpublished_changes=False)
