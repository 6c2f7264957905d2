from django.urls import path

from consultations.views import contribution_letters as letters
from consultations.views import contribution_steps as steps
from consultations.views import contributions

ALL = "<slug:slug>/contributions/"
ONE = f"{ALL}entries/<slug:code>/"
LETTER = f"{ONE}letters/<int:pk>/"

urlpatterns = [
    path(ALL, contributions.contributions, name="contributions"),
    path(f"{ALL}new/", contributions.contribution_new, name="contribution_new"),
    path(ONE, contributions.contribution, name="contribution"),
    path(f"{ONE}edit/", contributions.contribution_edit, name="contribution_edit"),
    path(f"{ONE}history/", contributions.contribution_history, name="contribution_history"),
    path(f"{ONE}invite/", steps.contribution_invite, name="contribution_invite"),
    path(f"{ONE}remind/", steps.contribution_remind, name="contribution_remind"),
    path(f"{ONE}receive/", steps.contribution_receive, name="contribution_receive"),
    path(f"{ONE}decline/", steps.contribution_decline, name="contribution_decline"),
    path(f"{ONE}upload/", steps.contribution_upload, name="contribution_upload"),
    path(LETTER, letters.contribution_letter, name="contribution_letter"),
    path(f"{LETTER}release/", letters.contribution_letter_release, name="contribution_letter_release"),
    path(f"{LETTER}cancel/", letters.contribution_letter_cancel, name="contribution_letter_cancel"),
    path(f"{LETTER}again/", letters.contribution_letter_again, name="contribution_letter_again"),
    path(f"{LETTER}went-out/", letters.contribution_letter_went_out, name="contribution_letter_went_out"),
    path(f"{LETTER}not-out/", letters.contribution_letter_not_out, name="contribution_letter_not_out"),
]
