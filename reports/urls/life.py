from django.urls import path

from reports.views import life

OF_EDITION = "<slug:slug>/<int:number>/review/"

urlpatterns = [
    path(OF_EDITION, life.edition_life, name="edition_life"),
    path(f"{OF_EDITION}propose/", life.edition_propose, name="edition_propose"),
    path(f"{OF_EDITION}approve/", life.edition_approve, name="edition_approve"),
    path(f"{OF_EDITION}send-back/", life.edition_send_back, name="edition_send_back"),
    path(f"{OF_EDITION}publish/", life.edition_publish, name="edition_publish"),
    path(f"{OF_EDITION}correct/", life.edition_correct, name="edition_correct"),
]
