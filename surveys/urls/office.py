from django.urls import path

from surveys.urls.state_codes import OF_RETURN
from surveys.views import office, receipt_check

urlpatterns = [
    path("receipts/check/", receipt_check.receipt_check, name="receipt_check"),
    path("<slug:slug>/status/", office.status, name="status"),
    path("<slug:slug>/send/", office.send, name="send"),
    path(f"{OF_RETURN}office/", office.return_office, name="return_office"),
    path(f"{OF_RETURN}paper/", office.paper_register, name="paper_register"),
    path(f"{OF_RETURN}paper/key/", office.paper_key, name="paper_key"),
]
