"""Jobs: the row is the job; relay and worker only move it (design.md, section 8)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from surveys.querysets import JobQuerySet


class Trouble(models.TextChoices):
    """Why a job ended badly or was put off, in words for people; `%(name)s` is filled from the job's parameters."""

    CANNOT_BE_DONE = "cannot_be_done", _("An error of the portal: the administrators find it in its log.")
    WORKER_DIED = "worker_died", _("The process that did the work ended five times in the middle of it.")
    LETTER_HELD = "letter_held", _("The letter is held, or has no addressee.")
    SURVEY_CLOSED = "survey_closed", _("The survey is closed: its letters are held.")
    SERVER_AWAY = "server_away", _("The mail server could not be reached.")
    SERVER_REFUSED = "server_refused", _("The mail server did not take the letter. It answered %(codes)s.")
    LINK_GONE = "link_gone", _("The link of this letter is no longer kept: a new one has to be asked for.")
    KEY_GONE = "key_gone", _("The key under which this letter was sealed is gone.")
    INTERRUPTED = "interrupted", _("The sending was interrupted: whether the letter went out has to be checked.")
    NOT_REPRODUCIBLE = (
        "not_reproducible",
        _("The edition exists, and compiled anew from its stored inputs it did not come out the same."),
    )


NOTIFY_WHEN_DUE = pgtrigger.Trigger(
    name="notify_when_due",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.After,
    condition=pgtrigger.Q(new__state="due"),
    func="PERFORM pg_notify('job_due', ''); RETURN NULL;",
)


class Job(models.Model):
    """Work for a Celery worker, written in the transaction of whoever wants it done.

    `epoch` counts claims: progress and result are written only by the claim that still holds the newest epoch, so
    a worker that wakes up late overwrites nothing.
    """

    class State(models.TextChoices):
        DUE = "due", _("due")
        QUEUED = "queued", _("queued")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")
        UNKNOWN = "unknown", _("to be checked")

    task = models.CharField(_("task"), max_length=100)
    due_at = models.DateTimeField(_("due at"))
    # Nobody waits for it on a page: what somebody waits for goes before it.
    can_wait = models.BooleanField(_("can wait"), default=False, db_default=False)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DUE)
    epoch = models.PositiveIntegerField(_("epoch"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    error = models.TextField(_("error"), blank=True)
    trouble = models.CharField(_("trouble"), max_length=30, choices=Trouble.choices, blank=True)
    params = models.JSONField(_("parameters"), default=dict)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            models.CheckConstraint(
                condition=Q(done__lte=F("total")),
                name="job_done_within_total",
                violation_error_message=_("No more can be done than there is."),
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=["due", "queued", "running"]), name="job_open")
        ]
        triggers = [NOTIFY_WHEN_DUE]

    def __str__(self):
        return f"{self.task} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether something is still to happen."""
        return self.state in {self.State.DUE, self.State.QUEUED, self.State.RUNNING}

    @property
    def told(self) -> str:
        """What went wrong last, in the reader's language; empty when nothing did. `error` is for the log."""
        return str(Trouble(self.trouble).label) % self.params if self.trouble else ""
