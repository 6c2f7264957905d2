"""All addresses of the portal."""

from django.contrib import admin
from django.urls import include, path, register_converter

from ilc_migration import guides, views
from ilc_migration.languages import LanguageConverter

handler400 = "ilc_migration.views.bad_request"
handler500 = "ilc_migration.views.server_error"

register_converter(LanguageConverter, "language")

urlpatterns = [
    path("", views.home, name="home"),
    path("language/", views.set_language, name="set_language"),
    path("health/live/", views.health_live, name="health_live"),
    path("health/ready/", views.health_ready, name="health_ready"),
    path("guides/", guides.guides, name="guides"),
    path("guides/<slug:name>/", guides.guide, name="guide"),
    path("account/", include("ilc_migration.account_urls")),
    path("administration/", admin.site.urls),
    path("surveys/", include("surveys.urls")),
    path("consultations/", include("consultations.urls")),
    path("summaries/", include("reports.urls")),
    path("<language:language>/summaries/", include("reports.urls.public")),
]
