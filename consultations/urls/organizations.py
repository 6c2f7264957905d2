from django.urls import path

from consultations.views import organizations

urlpatterns = [
    path("organizations/", organizations.organizations, name="organizations"),
    path("organizations/new/", organizations.organization_new, name="organization_new"),
    path("organizations/entries/<slug:code>/", organizations.organization, name="organization"),
    path("organizations/entries/<slug:code>/edit/", organizations.organization_edit, name="organization_edit"),
    path(
        "organizations/entries/<slug:code>/history/", organizations.organization_history, name="organization_history"
    ),
]
