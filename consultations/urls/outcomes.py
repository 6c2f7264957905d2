from django.urls import path

from consultations.views import outcomes

ENTRY = "<slug:slug>/outcomes/entries/<slug:code>/"

urlpatterns = [
    path("<slug:slug>/outcomes/", outcomes.outcomes, name="outcomes"),
    path("<slug:slug>/outcomes/new/", outcomes.outcome_new, name="outcome_new"),
    path(ENTRY, outcomes.outcome, name="outcome"),
    path(f"{ENTRY}edit/", outcomes.outcome_edit, name="outcome_edit"),
    path(f"{ENTRY}history/", outcomes.outcome_history, name="outcome_history"),
    path(f"{ENTRY}delete/", outcomes.outcome_delete, name="outcome_delete"),
]
