"""Changes of pages, pictures, people and details raise the version of the public site."""

from django.db import migrations

from clinic.site_version.triggers import watch


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0027_site_version"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [
        watch("clinic_clinicimage", ["collection_id", "uploaded_by_user_id"]),
        watch("clinic_clinicrendition"),
        watch(
            "clinic_clinicsettings",
            [
                "first_contact_minutes",
                "first_look_minutes",
                "opened_by_id",
                "undo_minutes",
                "urgent_minutes",
            ],
        ),
        watch("clinic_homepage"),
        watch("clinic_informationpage"),
        watch("clinic_noticepage"),
        watch("clinic_practitioner", ["leave", "working_hours"]),
        watch("clinic_privacypolicypage"),
        watch("wagtailcore_locale"),
        watch(
            "wagtailcore_page",
            [
                "draft_title",
                "expire_at",
                "go_live_at",
                "has_unpublished_changes",
                "latest_revision_created_at",
                "latest_revision_id",
                "locked",
                "locked_at",
                "locked_by_id",
                "owner_id",
            ],
        ),
        watch("wagtailcore_pageviewrestriction"),
        watch("wagtailcore_site"),
        watch("wagtailredirects_redirect", ["automatically_created"]),
    ]
