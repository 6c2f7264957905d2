"""Addresses of surveys and returns. Fixed words come before the survey's short name."""

from surveys.urls import imports, letters, life, office, paper, people, returns

app_name = "surveys"
urlpatterns = [
    *people.urlpatterns,
    *imports.urlpatterns,
    *letters.urlpatterns,
    *office.urlpatterns,
    *paper.urlpatterns,
    *returns.urlpatterns,
    *life.urlpatterns,
]
