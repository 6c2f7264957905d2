"""Addresses that everybody may open: published editions, each language under an address of its own."""

from django.urls import path

from reports.views import public

app_name = "published"
urlpatterns = [
    path("", public.editions, name="editions"),
    path("<slug:slug>/", public.archive, name="archive"),
    path("<slug:slug>/<int:number>/", public.edition, name="edition"),
    path("<slug:slug>/<int:number>/sections/<slug:section>/", public.section, name="section"),
    path("<slug:slug>/<int:number>/charts/<slug:picture>.svg", public.chart, name="chart"),
    path("<slug:slug>/<int:number>/content.json", public.content, name="content"),
    path("<slug:slug>/<int:number>/files/<slug:format>/", public.file, name="file"),
]
