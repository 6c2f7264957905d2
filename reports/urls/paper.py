from django.urls import path

from reports.views import paper, paper_additions, paper_versions

OF_SURVEY = "<slug:slug>/paper/"
ADDITION = f"{OF_SURVEY}additions/<int:pk>/"
VERSION = f"{OF_SURVEY}versions/<int:number>/"

urlpatterns = [
    path(OF_SURVEY, paper.paper, name="paper"),
    path(f"{OF_SURVEY}file/<slug:kind>/", paper.paper_file, name="paper_file"),
    path(f"{OF_SURVEY}keep/", paper_versions.paper_keep, name="paper_keep"),
    path(VERSION, paper_versions.paper_version, name="paper_version"),
    path(f"{VERSION}file/<slug:kind>/", paper_versions.paper_version_file, name="paper_version_file"),
    path(
        f"{OF_SURVEY}additions/new/<slug:language>/<slug:after>/",
        paper_additions.addition_new,
        name="paper_addition_new",
    ),
    path(ADDITION, paper_additions.addition_edit, name="paper_addition_edit"),
    path(f"{ADDITION}remove/", paper_additions.addition_remove, name="paper_addition_remove"),
]
