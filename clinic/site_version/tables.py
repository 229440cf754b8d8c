"""Tables whose changes a visitor sees, and the columns of each of which nobody outside sees anything.

An app declares its own; a column that is not named counts. What stands here follows by a migration
(``watch`` in ``triggers.py``), and tests hold both together with what public pages read.
"""

from django.apps import apps

PublicTables = dict[str, tuple[str, ...]]

# Those of the clinic, and of Wagtail.
OF_THE_CLINIC: PublicTables = {
    "clinic_ailment": (),
    "clinic_clinicimage": ("collection_id", "uploaded_by_user_id"),
    "clinic_clinicrendition": (),
    "clinic_clinicsettings": (
        "first_look_minutes",
        "opened_by_id",
        "undo_minutes",
        "unpassed_grace_hours",
    ),
    "clinic_homepage": (),
    "clinic_informationpage": (),
    "clinic_noticepage": (),
    "clinic_practitioner": ("leave",),
    "clinic_practitionerpage": (),
    "clinic_privacypolicypage": (),
    "wagtailcore_locale": (),
    # All that an editor changes without publishing it: drafts save themselves twice a second.
    "wagtailcore_page": (
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
    ),
    "wagtailcore_pageviewrestriction": (),
    "wagtailcore_site": (),
    "wagtailredirects_redirect": ("automatically_created",),
}


def public_tables() -> PublicTables:
    """Return what the apps declare, by the table's name."""
    found: PublicTables = {}
    for config in apps.get_app_configs():
        found |= getattr(config, "public_tables", {})
    return found
