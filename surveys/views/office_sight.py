"""What the Office can see of a return now: put together here alone, for the Office's page and for the government's,
so that the one cannot say something else than the other."""

from dataclasses import dataclass

from django.shortcuts import render
from django.views.decorators.http import require_safe

from surveys.models import Happening, Submission
from surveys.overview.timeline import timeline
from surveys.permissions import is_being_keyed, is_focal_point
from surveys.standing import draft_progress
from surveys.views.fetching import around, fetch_return


@dataclass(frozen=True)
class Given:
    """A submission in the Office's list: when the Office opened it first (None: not yet), by which it was voided."""

    submission: Submission
    opened: object = None
    withdrawal: Submission | None = None

    @property
    def is_withdrawal(self):
        """Whether it takes back another one."""
        return self.submission.kind == Submission.Kind.WITHDRAWAL

    @property
    def is_readable(self):
        """Whether the Office can open it: not after the government has taken it back."""
        return self.withdrawal is None or self.submission.paper_id is not None


def sight_of(survey_return, on):
    """All that a page about the return shows to the Office: where it stands, how far a draft is and never what it
    says, what was submitted and when, papers, letters, history."""
    events = list(survey_return.events.select_related("actor", "on_behalf_of"))
    # While a paper reply is keyed in, the draft is the Office's, and the second person is told nothing of the first.
    has_draft = survey_return.draft_open and not is_being_keyed(survey_return)
    progress = draft_progress(survey_return, on) if has_draft else []
    papers, letters = list(papers_of(survey_return)), letters_of(survey_return)
    return {
        "entries": timeline(survey_return, events=events, papers=papers, letters=letters),
        "papers": papers,
        "submissions": given(survey_return, events),
        "letters": letters,
        "progress": progress,
        "last_worked_on": max((part.last_saved_at for part in progress if part.last_saved_at), default=None),
        "reply_by": survey_return.reply_by_on(on),
        "open_until": survey_return.open_until,
    }


def papers_of(survey_return):
    """The registered paper replies, with who did what and the scans."""
    people = ("registered_by", "keyed_by", "second_keyed_by", "void_asked_by")
    scans = "scans__attachment__survey_return__survey", "scans__attachment__survey_return__member_state"
    return survey_return.paperreturns.select_related(*people).prefetch_related(*scans)


def letters_of(survey_return):
    """The letters on the return in the order in which they were written, with what is told about them."""
    related = survey_return.letters.select_related("job", "survey_return__survey", "survey_return__member_state")
    return list(related.order_by("pk"))


def given(survey_return, events):
    """The submissions as the Office lists them."""
    opened = {event.details["submission"]: event for event in events if event.kind == Happening.OFFICE_OPENED}
    related = ("recorded_by", "survey", "member_state", "replaces")
    rows = list(survey_return.submissions.meta().select_related(*related))
    voided = {row.replaces_id: row for row in rows if row.kind == Submission.Kind.WITHDRAWAL}
    return [Given(row, opened.get(row.number), voided.get(row.pk)) for row in rows]


@require_safe
def office_sight(request, slug, iso3):
    """What the Office can see now, shown to the government, with what it cannot."""
    survey_return = fetch_return(request, slug, iso3, is_focal_point)
    context = around(survey_return) | sight_of(survey_return, request.today)
    return render(request, "surveys/returns/office_sight.html", context)
