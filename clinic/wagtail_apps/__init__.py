"""Wagtail's apps as this site installs them: without the HTTP API that they would load into every process."""
