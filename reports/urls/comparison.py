from django.urls import path

from reports.views import comparison, comparison_file

urlpatterns = [
    path("<slug:slug>/compare/", comparison.compare_editions, name="compare"),
    path("<slug:slug>/compare/file/", comparison_file.comparison_file, name="compare_file"),
]
