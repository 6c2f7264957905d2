from django.urls import path

from reports.views import draft_check, draft_choices, draft_editor, drafts, figures, whole_report

REPORT = "<slug:slug>/report/"
FIGURES = f"{REPORT}figures/"
DRAFTS = f"{REPORT}chapters/<int:order>/drafts/"
ONE = f"{DRAFTS}<int:number>/"

urlpatterns = [
    path(FIGURES, figures.figures, name="figures"),
    path(f"{FIGURES}new/", figures.figure_new, name="figure_new"),
    path(f"{REPORT}whole/", whole_report.whole, name="whole_report"),
    path(f"{REPORT}whole/file/", whole_report.whole_file, name="whole_report_file"),
    path(DRAFTS, drafts.drafts, name="drafts"),
    path(f"{DRAFTS}write/", draft_editor.draft_write, name="draft_write"),
    path(f"{DRAFTS}check/", draft_check.draft_check, name="draft_check"),
    path(f"{DRAFTS}renew/", draft_check.draft_renew, name="draft_renew"),
    path(f"{DRAFTS}compare/", draft_choices.draft_compare, name="draft_compare"),
    path(ONE, drafts.draft, name="draft"),
    path(f"{ONE}file/", drafts.draft_file, name="draft_file"),
    path(f"{ONE}choose/", draft_choices.draft_choose, name="draft_choose"),
]
