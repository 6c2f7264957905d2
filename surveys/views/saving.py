"""Saving what a section's form holds: one way for the plain form, for the save of each answer, and for programs."""

from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from surveys.actions.answers import ChangedHands, DraftClosed, Saved, save_answers
from surveys.actions.write_keys import KeyReused
from surveys.forms.answers import SectionForm

OK, UNPROCESSABLE, CONFLICT = 200, 422, 409
USED_BEFORE = gettext_noop("This page was saved before with other answers. Check them and save again.")
SUBMITTED_MEANWHILE = gettext_noop(
    "The reply has been submitted meanwhile. Nothing of this page was saved; what you typed is here to be copied."
)
CHANGED_HANDS = gettext_noop(
    "This return is in other hands meanwhile. Nothing of this page was saved; what you typed is here to be copied."
)
OF_SOMEBODY_ELSE = gettext_noop(
    "Somebody else was signed in when this page was opened. Nothing of it was saved: look at what is typed, then "
    "save it in your name."
)


@dataclass(frozen=True)
class Outcome:
    """What became of a save: `dropped` are the answers for whose dropping somebody has to be asked first."""

    status: int = OK
    saved: Saved | None = None
    dropped: tuple[str, ...] = ()
    problem: str = ""

    @property
    def conflicts(self) -> list[str]:
        """The answers that somebody else had changed."""
        return self.saved.conflicts if self.saved else []

    @property
    def is_refused(self) -> bool:
        """Whether anything of what was posted is not saved."""
        return self.saved is None or bool(self.saved.conflicts)


def attempt(request, survey_return, form: SectionForm) -> Outcome:
    """Save what was posted and can be saved. Raises NotThisForm."""
    if not form.is_valid():
        return Outcome(UNPROCESSABLE)
    if form.dropped and request.POST.get("confirmed") != ",".join(form.dropped):
        return Outcome(UNPROCESSABLE, dropped=tuple(form.dropped))
    try:
        saved = save_answers(
            survey_return=survey_return,
            user=request.user,
            key=form.key,
            changes=form.changes,
            on=request.today,
            at=timezone.now(),
        )
    except KeyReused:
        return Outcome(CONFLICT, problem=_(USED_BEFORE))
    except DraftClosed as closed:
        return Outcome(CONFLICT, problem=words_of_closed(closed))
    if saved.conflicts:
        form.answers = survey_return.answers.select_related("saved_by").by_path()
        saved = without_agreement(form, saved)
    return Outcome(CONFLICT if saved.conflicts else OK, saved)


def words_of_closed(closed: DraftClosed) -> str:
    """Why nothing can be saved any more."""
    return _(CHANGED_HANDS) if isinstance(closed, ChangedHands) else _(SUBMITTED_MEANWHILE)


def without_agreement(form: SectionForm, saved: Saved) -> Saved:
    """What the save did, where somebody else has given the very same answer meanwhile: there is nothing to choose."""
    same = {
        change.path: stored.revision
        for change in form.changes
        if change.path in saved.conflicts
        and (stored := form.answers.get(change.path))
        and (stored.value, stored.remark) == (change.value, change.remark)
    }
    conflicts = [path for path in saved.conflicts if path not in same]
    return replace(saved, revisions={**saved.revisions, **same}, conflicts=conflicts)


def words_of_save(saved: Saved) -> str:
    """When the save was and how much it stored; a double click says the same as the first."""
    number = len(saved.revisions)
    if not number:
        return _("Everything had been saved already.")
    words = ngettext(
        "Saved %(time)s, Geneva time: %(number)d answer.", "Saved %(time)s, Geneva time: %(number)d answers.", number
    )
    return words % {"time": time_of(saved), "number": number}


def time_of(saved: Saved) -> str:
    """Hour and minute of a save in Geneva."""
    return time_format(timezone.localtime(saved.at), "H:i")
