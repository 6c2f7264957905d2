"""Addresses of the summary. Fixed words come before the survey's short name."""

from reports.urls import (
    comparison,
    cut_offs,
    drafts,
    editions,
    exports,
    life,
    paper,
    report,
    signature,
    standing,
    treatments,
    why,
)

app_name = "reports"
urlpatterns = [
    *exports.urlpatterns,
    *editions.urlpatterns,
    *life.urlpatterns,
    *comparison.urlpatterns,
    *treatments.urlpatterns,
    *why.urlpatterns,
    *cut_offs.urlpatterns,
    *paper.urlpatterns,
    *drafts.urlpatterns,
    *report.urlpatterns,
    *standing.urlpatterns,
    *signature.urlpatterns,
]
