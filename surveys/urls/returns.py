from django.urls import path

from surveys.views import receipts, returns, sections

urlpatterns = [
    path("<slug:slug>/<str:iso3>/", returns.return_tasks, name="return_tasks"),
    path("<slug:slug>/<str:iso3>/language/", returns.set_questionnaire_language, name="questionnaire_language"),
    path("<slug:slug>/<str:iso3>/sections/<slug:section>/", sections.section, name="section"),
    path("<slug:slug>/<str:iso3>/check/", returns.return_check, name="return_check"),
    path("<slug:slug>/<str:iso3>/submit/", returns.return_submit, name="return_submit"),
    path("<slug:slug>/<str:iso3>/amend/", returns.return_amend, name="return_amend"),
    path("<slug:slug>/<str:iso3>/submissions/<int:number>/", receipts.submission, name="submission"),
    path("<slug:slug>/<str:iso3>/submissions/<int:number>/receipt/", receipts.receipt, name="receipt"),
    path("<slug:slug>/<str:iso3>/submissions/<int:number>/receipt.json", receipts.receipt_json, name="receipt_json"),
]
