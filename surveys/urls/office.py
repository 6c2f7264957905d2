from django.urls import path

from surveys.views import office, receipt_check

urlpatterns = [
    path("receipts/check/", receipt_check.receipt_check, name="receipt_check"),
    path("<slug:slug>/status/", office.status, name="status"),
    path("<slug:slug>/send/", office.send, name="send"),
    path("<slug:slug>/<str:iso3>/office/", office.return_office, name="return_office"),
    path("<slug:slug>/<str:iso3>/paper/", office.paper_register, name="paper_register"),
    path("<slug:slug>/<str:iso3>/paper/key/", office.paper_key, name="paper_key"),
]
