from django.urls import path

from surveys.urls.state_codes import OF_RETURN
from surveys.views import comparing, keying, objections, paper, second_keying

OF_PAPER = f"{OF_RETURN}paper/"

urlpatterns = [
    path("<slug:slug>/paper/new/", paper.paper_new, name="paper_new"),
    path(OF_PAPER, paper.paper_register, name="paper_register"),
    path(f"{OF_PAPER}scan/", paper.paper_scan, name="paper_scan"),
    path(f"{OF_PAPER}void/", paper.paper_void, name="paper_void"),
    path(f"{OF_PAPER}void/ask/", paper.paper_void_ask, name="paper_void_ask"),
    path(f"{OF_PAPER}void/keep/", paper.paper_keep, name="paper_keep"),
    path(f"{OF_PAPER}key/", keying.paper_key, name="paper_key"),
    path(f"{OF_PAPER}key/done/", keying.paper_keyed, name="paper_keyed"),
    path(f"{OF_PAPER}key/again/", keying.paper_again, name="paper_again"),
    path(f"{OF_PAPER}second/", second_keying.paper_second, name="paper_second"),
    path(f"{OF_PAPER}second/begin/", keying.paper_second_begin, name="paper_second_begin"),
    path(f"{OF_PAPER}second/done/", keying.paper_second_keyed, name="paper_second_keyed"),
    path(
        f"{OF_PAPER}second/sections/<slug:section>/",
        second_keying.paper_second_section,
        name="paper_second_section",
    ),
    path(f"{OF_PAPER}compare/", comparing.paper_compare, name="paper_compare"),
    path(f"{OF_PAPER}texts/", comparing.paper_texts, name="paper_texts"),
    path(f"{OF_RETURN}objections/", objections.objections, name="objections"),
    path(f"{OF_RETURN}objections/<int:pk>/", objections.objection_answer, name="objection_answer"),
]
