"""App of the bare Wagtail project."""

from django.apps import AppConfig

# Rows of a page, as many as our inbox shows; Wagtail's list has twenty.
ROWS = 25


class BareConfig(AppConfig):
    name = "tests.bench.bare"
    label = "bare"

    def ready(self) -> None:
        """Let Wagtail's list of submissions show as many rows as ours."""
        from wagtail.contrib.forms.views import SubmissionsListView

        SubmissionsListView.paginate_by = ROWS
