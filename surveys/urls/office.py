from django.urls import path

from surveys.urls.state_codes import OF_RETURN
from surveys.views import assignments, board, dispatch, office_return, receipt_check

urlpatterns = [
    path("receipts/check/", receipt_check.receipt_check, name="receipt_check"),
    path("<slug:slug>/status/", board.status, name="status"),
    path("<slug:slug>/status.xlsx", board.status_xlsx, name="status_xlsx"),
    path("<slug:slug>/status/seen/", board.status_seen, name="status_seen"),
    path("<slug:slug>/assign/", assignments.assign, name="assign"),
    path("<slug:slug>/assign/confirm/", assignments.assign_confirm, name="assign_confirm"),
    path("<slug:slug>/send/", dispatch.send, name="send"),
    path(f"{OF_RETURN}office/", office_return.return_office, name="return_office"),
    path(f"{OF_RETURN}brief/", office_return.brief, name="brief"),
]
