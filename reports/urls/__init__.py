"""Addresses of the summary. Fixed words come before the survey's short name."""

from reports.urls import editions, life

app_name = "reports"
urlpatterns = [
    *editions.urlpatterns,
    *life.urlpatterns,
]
