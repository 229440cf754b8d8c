"""Turns Wagtail's welcome page into the clinic's home page, in place.

The page keeps its key, so that the site's root, permissions and anything below it stay as they are.
"""

from django.db import migrations

LANGUAGE = "en"
HOME = {
    "title": "Home",
    "headline": "Acupuncture, explained honestly",
    "introduction": "Read what is known about acupuncture for your condition, and ask us for an appointment.",
}


def make_home_page(apps, schema_editor):
    """Turn the page at the default site's root into the home page, unless one exists."""
    HomePage = apps.get_model("clinic", "HomePage")
    Site = apps.get_model("wagtailcore", "Site")
    ContentType = apps.get_model("contenttypes", "ContentType")
    if HomePage.objects.exists():
        return
    locale = _english(apps)
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    page = site.root_page
    page.title = page.draft_title = HOME["title"]
    page.content_type = ContentType.objects.get_or_create(app_label="clinic", model="homepage")[0]
    page.locale = locale
    page.save()
    home = HomePage(
        page_ptr_id=page.pk, headline=HOME["headline"], introduction=HOME["introduction"], body=[]
    )
    # Only the home page's own row: its page exists already.
    home.save_base(raw=True)


def make_welcome_page(apps, schema_editor):
    """Remove the home page's own row; the page itself stays."""
    HomePage = apps.get_model("clinic", "HomePage")
    ContentType = apps.get_model("contenttypes", "ContentType")
    for home in HomePage.objects.all():
        page = home.page_ptr
        home.delete(keep_parents=True)
        page.content_type = ContentType.objects.get(app_label="wagtailcore", model="page")
        page.title = page.draft_title = "Welcome to your new Wagtail site!"
        page.save()


def _english(apps):
    Locale = apps.get_model("wagtailcore", "Locale")
    locale, _created = Locale.objects.get_or_create(language_code=LANGUAGE)
    return locale


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0003_trigrams"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_home_page, make_welcome_page)]
