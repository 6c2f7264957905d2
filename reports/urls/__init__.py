"""Addresses of the summary. Fixed words come before the survey's short name."""

from reports.urls import cut_offs, editions, exports, life

app_name = "reports"
urlpatterns = [
    *exports.urlpatterns,
    *editions.urlpatterns,
    *life.urlpatterns,
    *cut_offs.urlpatterns,
]
