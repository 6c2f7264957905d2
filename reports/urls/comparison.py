from django.urls import path

from reports.views import comparison

urlpatterns = [
    path("<slug:slug>/compare/", comparison.compare_editions, name="compare"),
]
