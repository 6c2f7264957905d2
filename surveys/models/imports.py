"""Tables brought back from a spreadsheet: what is held for its confirmation, and what was imported."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from surveys.models.history import tracked
from surveys.models.people import User
from surveys.querysets import SheetImportQuerySet


@tracked(exclude=["content"])
class SheetImport(models.Model):
    """A file of a table. Until it is confirmed it is held as it came, for a time; then only what it changed is kept.

    `written` lists what was written: model, key, every column of the row before (null for a new one) and after,
    and the event of the history that says so; with that, all of it can be undone as one step.
    """

    table = models.SlugField(_("table"))
    name = models.CharField(_("name of the file"), max_length=150)
    sha256 = models.CharField(_("digest"), max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    content = models.BinaryField(_("content"), null=True, blank=True, editable=False)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    uploaded_at = models.DateTimeField(_("uploaded at"))
    expires_at = models.DateTimeField(_("held until"))
    written = models.JSONField(_("changes"), default=list)
    done_at = models.DateTimeField(_("imported at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = SheetImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported table")
        verbose_name_plural = _("imported tables")
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) ^ Q(content__isnull=True),
                name="sheetimport_held_or_done",
                violation_error_message=_("A file is held until it is imported."),
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False, done_at__isnull=False),
                name="sheetimport_undone_by_somebody",
                violation_error_message=_("Only what was imported is undone, by somebody."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="done_is_kept", operation=pgtrigger.Delete, condition=pgtrigger.Q(old__done_at__isnull=False)
            ),
            pgtrigger.Protect(
                name="done_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__done_at__isnull=False)
                & (
                    pgtrigger.Q(old__table__df=pgtrigger.F("new__table"))
                    | pgtrigger.Q(old__name__df=pgtrigger.F("new__name"))
                    | pgtrigger.Q(old__sha256__df=pgtrigger.F("new__sha256"))
                    | pgtrigger.Q(old__written__df=pgtrigger.F("new__written"))
                    | pgtrigger.Q(old__done_at__df=pgtrigger.F("new__done_at"))
                ),
            ),
            pgtrigger.Protect(
                name="undone_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__undone_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.table} {self.name}"

    def get_absolute_url(self) -> str:
        """The page of this file."""
        return reverse("surveys:sheet_import", args=[self.pk])

    @property
    def is_done(self) -> bool:
        """Whether it was imported."""
        return self.done_at is not None
