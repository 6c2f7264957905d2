from django.urls import path

from reports.views import proposals, treatments

OF_SURVEY = "<slug:slug>/treatments/"
ONE = f"{OF_SURVEY}<int:pk>/"

urlpatterns = [
    path(OF_SURVEY, treatments.treatments, name="treatments"),
    path(f"{OF_SURVEY}new/", proposals.treatment_choose, name="treatment_choose"),
    path(f"{OF_SURVEY}new/<iso3:iso3>/<int:number>/", proposals.treatment_propose, name="treatment_propose"),
    path(ONE, treatments.treatment, name="treatment"),
    path(f"{ONE}approve/", treatments.treatment_approve, name="treatment_approve"),
    path(f"{ONE}refuse/", treatments.treatment_refuse, name="treatment_refuse"),
    path(f"{ONE}revoke/", treatments.treatment_revoke, name="treatment_revoke"),
]
