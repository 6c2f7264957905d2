from django.urls import path

from reports.views import exports, matrix

urlpatterns = [
    path("exports/<int:pk>/", exports.export, name="export"),
    path("exports/<int:pk>/file/", exports.export_file, name="export_file"),
    path("exports/<int:pk>/cancel/", exports.export_cancel, name="export_cancel"),
    path("exports/<int:pk>/again/", exports.export_again, name="export_again"),
    path("<slug:slug>/exports/", exports.exports, name="exports"),
    path("<slug:slug>/matrix/", matrix.matrix_ask, name="matrix_ask"),
    path("<slug:slug>/<int:number>/export/", exports.summary_export, name="summary_export"),
]
