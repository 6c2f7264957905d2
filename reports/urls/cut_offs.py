from django.urls import path

from reports.views import cut_offs

urlpatterns = [
    path("<slug:slug>/cut-offs/", cut_offs.cut_offs, name="cut_offs"),
]
