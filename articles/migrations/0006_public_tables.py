"""Changes of articles raise the version of the public site."""

from django.db import migrations

from clinic.site_version.triggers import watch


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_lint_terms"),
        ("clinic", "0028_public_tables"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        watch("articles_conditionindexpage"),
        watch("articles_conditionpage", ["lint_exceptions"]),
        watch("articles_correction", ["done_by_id", "done_by_name", "page_title"]),
        watch("articles_safetynotice"),
        watch("articles_source"),
        watch("wagtailcore_referenceindex", ["content_path", "content_path_hash", "model_path"]),
    ]
