"""Where every address of the site leads: the only module, with settings, that knows all apps."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.static import serve

from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps import Sitemap

from appointments import health
from clinic import views

urlpatterns = [
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": Sitemap}}, name="sitemap"),
    # One clinic's few pictures: the proxy in front keeps them (docs/operations.md).
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    path("admin/", include(wagtailadmin_urls)),
]

urlpatterns += i18n_patterns(
    path("appointments/", include("appointments.urls")),
    path("search/", include("articles.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error
