"""What the site is compared with: Django and Wagtail as their own commands begin a project, and no more."""
