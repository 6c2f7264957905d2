"""Addresses of the register of consultations. Fixed words come before the survey's short name, or right after it."""

from consultations.urls import calendar, contributions, coverage, documents, organizations, outcomes, register

app_name = "consultations"
urlpatterns = [
    *organizations.urlpatterns,
    *documents.urlpatterns,
    *calendar.urlpatterns,
    *coverage.urlpatterns,
    *outcomes.urlpatterns,
    *contributions.urlpatterns,
    *register.urlpatterns,
]
