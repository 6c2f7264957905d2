"""What the database refuses, in words, at the field that can mend it."""

from django.utils.translation import gettext_lazy as _

UNKNOWN = _("This cannot be stored as it is. Load the page again and look at what it says now.")
REFUSALS = {
    "consultation_once": ("code", _("This survey already has a consultation of this code.")),
    "consultation_dates_in_order": ("ends", _("A consultation cannot end before it begins.")),
    "consultation_planned_not_past": ("announced_on", _("What is planned cannot be over already.")),
    "consultation_announced_first": ("recorded_on", _("It cannot be recorded before it was planned.")),
    "consultation_not_held_before_it_began": ("recorded_on", _("It cannot have been held before it began.")),
    "consultations_consultation_no_circle": ("parent", _("The meeting would take place inside itself.")),
    "consultations_organization_no_circle": ("parent", _("The organization would be a part of itself.")),
    "consultation_themes_exist": ("themes", _("This theme is no longer one of the survey’s.")),
    "consultation_regions_exist": ("regions", _("This region is no longer one of the Office’s.")),
    "participation_member_on_the_day": ("begins", _("A State that took part was not a member then.")),
    "participation_of_one": ("organization", _("Name one: an organization, a State, a group of States, or people.")),
    "participation_of_organization_once": ("organization", _("This organization is named already.")),
    "participation_of_state_once": ("member_state", _("This State is named already.")),
    "outcome_once": ("code", _("This survey already has an outcome of this code.")),
    "outcome_has_source": ("consultation_1", _("Name the consultation or the contribution that it comes from.")),
    "contribution_once": ("code", _("This survey already has a contribution of this code.")),
    "contribution_received_if_dated": ("received_on", _("Only what was received has a day of receipt.")),
    "contribution_received_or_declined": ("declined_on", _("A contribution is received or declined, not both.")),
    "contribution_due_after_invited": ("due_on", _("It cannot be requested for a day before the invitation.")),
    "organization_once": ("code", _("There is an organization of this code already.")),
}


def add_refusal(form, refusal):
    """Say in the form why the database did not take it."""
    field, words = REFUSALS.get(refusal.constraint, (None, UNKNOWN))
    form.add_error(field if field in form.fields else None, words)
