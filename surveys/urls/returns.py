from django.urls import path

from surveys.urls.state_codes import OF_RETURN
from surveys.views import attachments, autosave, kept, receipts, returns, rows, sections

urlpatterns = [
    path(OF_RETURN, returns.return_tasks, name="return_tasks"),
    path(f"{OF_RETURN}language/", returns.set_questionnaire_language, name="questionnaire_language"),
    path(f"{OF_RETURN}sections/<slug:section>/", sections.section, name="section"),
    path(f"{OF_RETURN}files/", attachments.file_upload, name="file_upload"),
    path(f"{OF_RETURN}files/<digest:sha256>/", attachments.file, name="file"),
    path(f"{OF_RETURN}files/<digest:sha256>/<int:number>.png", attachments.scan_page, name="scan_page"),
    path(f"{OF_RETURN}sections/<slug:section>/save/", autosave.section_save, name="section_save"),
    path(f"{OF_RETURN}kept-key/", kept.kept_key, name="kept_key"),
    path(f"{OF_RETURN}sections/<slug:section>/rows/<str:repeat>/add/", rows.row_add, name="row_add"),
    path(
        f"{OF_RETURN}sections/<slug:section>/rows/<str:repeat>/<str:row>/<slug:operation>/",
        rows.row_change,
        name="row_change",
    ),
    path(f"{OF_RETURN}check/", returns.return_check, name="return_check"),
    path(f"{OF_RETURN}submit/", returns.return_submit, name="return_submit"),
    path(f"{OF_RETURN}amend/", returns.return_amend, name="return_amend"),
    path(f"{OF_RETURN}submissions/<int:number>/", receipts.submission, name="submission"),
    path(f"{OF_RETURN}submissions/<int:number>/receipt/", receipts.receipt, name="receipt"),
    path(f"{OF_RETURN}submissions/<int:number>/receipt.json", receipts.receipt_json, name="receipt_json"),
]
