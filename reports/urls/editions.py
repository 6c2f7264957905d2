from django.urls import path

from reports.views import charts, compilations, editions

urlpatterns = [
    path("charts/<slug:picture>.svg", charts.chart, name="chart"),
    path("compilations/<int:pk>/", compilations.compilation, name="compilation"),
    path("compilations/<int:pk>/again/", compilations.compilation_again, name="compilation_again"),
    path("<slug:slug>/", editions.summaries, name="summaries"),
    path("<slug:slug>/compile/", compilations.compile_summary, name="compile"),
    path("<slug:slug>/<int:number>/", editions.summary, name="summary"),
    path("<slug:slug>/<int:number>/sections/<slug:section>/", editions.summary_section, name="summary_section"),
    path("<slug:slug>/<int:number>/search/", editions.summary_search, name="summary_search"),
    path("<slug:slug>/<int:number>/content.json", editions.summary_json, name="summary_json"),
]
