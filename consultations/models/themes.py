"""The themes of a round: what its discussion is about."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from surveys.models import Survey
from surveys.models.history import tracked
from surveys.models.member_states import in_language


@tracked()
class Theme(models.Model):
    """One of the themes that were decided for a round."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="themes", verbose_name=_("survey"))
    code = models.SlugField(_("code"))
    titles = models.JSONField(_("titles"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["survey", "order", "code"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "code"],
                name="theme_once",
                violation_error_message=_("This survey already has a theme of this code."),
            )
        ]

    def __str__(self):
        return self.title(get_language() or "en")

    def title(self, language: str) -> str:
        """The theme's title in `language`."""
        return in_language(self.titles, language)
