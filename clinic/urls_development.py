"""URL configuration of development and tests, with the page of components in front."""

from django.urls import path

from clinic.pages.component_page.views import component_page

from .urls import handler400, handler403, handler404, handler500
from .urls import urlpatterns as site_urls

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("components/", component_page, name="components"), *site_urls]
