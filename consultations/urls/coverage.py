from django.urls import path

from consultations.views import coverage

urlpatterns = [
    path("<slug:slug>/coverage/", coverage.coverage, name="coverage"),
    path("<slug:slug>/coverage.xlsx", coverage.coverage_xlsx, name="coverage_xlsx"),
]
