"""Organizations: of the United Nations, of employers and workers, of research, and units of the Office itself."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consultations.models.circles import no_circle
from consultations.querysets import OrganizationQuerySet
from surveys.models.history import tracked
from surveys.models.member_states import in_language


@tracked()
class Organization(models.Model):
    """A body that is consulted, takes part or contributes. `aliases` are other names, as they were printed.

    `is_collective` is no body of its own but a way of speaking of several, such as the regional groups.
    """

    class Kind(models.TextChoices):
        UN_AGENCY = "un_agency", _("United Nations")
        INTERGOVERNMENTAL = "intergovernmental", _("intergovernmental organization")
        ORGAN = "organ", _("organ of the Organization")
        UNIT = "unit", _("unit of the Office")
        ACADEMIC = "academic", _("research institute")
        EMPLOYERS = "employers", _("employers’ organization")
        WORKERS = "workers", _("workers’ organization")
        GOVERNMENT = "government", _("government body")
        CIVIL_SOCIETY = "civil_society", _("civil society organization")

    code = models.SlugField(_("code"), unique=True)
    names = models.JSONField(_("names"))
    acronyms = models.JSONField(_("acronyms"), default=dict, blank=True)
    aliases = ArrayField(models.CharField(max_length=300), verbose_name=_("other names"), default=list, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    is_collective = models.BooleanField(_("stands for several"), default=False)
    language = models.CharField(_("language of correspondence"), max_length=10, default="en")
    email = models.EmailField(_("address for letters"), blank=True)
    notes = models.TextField(_("notes"), blank=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            models.CheckConstraint(
                condition=Q(names__has_key="en"),
                name="organization_has_name",
                violation_error_message=_("Enter the name in English."),
            )
        ]
        triggers = [no_circle("consultations_organization")]

    def __str__(self):
        return self.name(get_language() or "en")

    def get_absolute_url(self) -> str:
        """The page of the organization."""
        return reverse("consultations:organization", args=[self.code])

    def name(self, language: str) -> str:
        """The name in `language`."""
        return in_language(self.names, language)

    def acronym(self, language: str) -> str:
        """The acronym in `language`; empty where there is none."""
        return in_language(self.acronyms, language)

    def full_name(self, language: str) -> str:
        """The name, and in brackets the acronym where the name is not the acronym itself."""
        name, acronym = self.name(language), self.acronym(language)
        return f"{name} ({acronym})" if acronym and acronym not in name else name

    def short_name(self, language: str) -> str:
        """The acronym, else the name."""
        return self.acronym(language) or self.name(language)
