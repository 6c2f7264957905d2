"""Ratifications of the Conventions on migrant workers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.history import tracked
from surveys.models.member_states import MemberState


class Instrument(models.TextChoices):
    """The two Conventions that the survey is about."""

    C97 = "C97", _("Migration for Employment Convention (Revised), 1949 (No. 97)")
    C143 = "C143", _("Migrant Workers (Supplementary Provisions) Convention, 1975 (No. 143)")


@tracked()
class Ratification(models.Model):
    """A State has ratified a Convention: as of February 2004, from general knowledge, without dates
    (data/README.md)."""

    member_state = models.ForeignKey(
        MemberState, models.PROTECT, related_name="ratifications", verbose_name=_("member State")
    )
    instrument = models.CharField(_("Convention"), max_length=10, choices=Instrument.choices)

    class Meta:
        ordering = ["instrument"]
        verbose_name = _("ratification")
        verbose_name_plural = _("ratifications")
        constraints = [
            models.UniqueConstraint(
                fields=["member_state", "instrument"],
                name="ratification_once",
                violation_error_message=_("This State's ratification is recorded already."),
            )
        ]

    def __str__(self):
        return f"{self.member_state.iso3} {self.instrument}"
