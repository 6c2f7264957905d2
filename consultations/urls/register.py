from django.urls import path

from consultations.views import documents, editing, entry, participants, register

ENTRY = "<slug:slug>/entries/<slug:code>/"

urlpatterns = [
    path("<slug:slug>/", register.register, name="register"),
    path("<slug:slug>/new/", editing.consultation_new, name="consultation_new"),
    path(ENTRY, entry.consultation, name="consultation"),
    path(f"{ENTRY}edit/", editing.consultation_edit, name="consultation_edit"),
    path(f"{ENTRY}record/", editing.consultation_record, name="consultation_record"),
    path(f"{ENTRY}history/", entry.consultation_history, name="consultation_history"),
    path(f"{ENTRY}delete/", entry.consultation_delete, name="consultation_delete"),
    path(f"{ENTRY}participants/", participants.participants, name="participants"),
    path(f"{ENTRY}participants/<int:pk>/remove/", participants.participant_remove, name="participant_remove"),
    path(f"{ENTRY}documents/", documents.document_upload, name="document_upload"),
]
