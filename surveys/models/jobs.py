"""Jobs: the row is the job; relay and worker only move it (design.md, section 8)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from surveys.querysets import JobQuerySet

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
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DUE)
    epoch = models.PositiveIntegerField(_("epoch"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    error = models.TextField(_("error"), blank=True)
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
