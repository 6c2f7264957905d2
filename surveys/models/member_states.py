"""Member States, their regions, and when they were members."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from surveys.alphabet import plain
from surveys.models.history import tracked
from surveys.querysets import MemberStateQuerySet

Thing = TypeVar("Thing")


def in_language(texts: dict[str, str], language: str) -> str:
    """The text in `language` (a code such as `fr` or `zh-hans`), else in English, else any."""
    short = language.split("-")[0]
    return texts.get(short) or texts.get("en") or next(iter(texts.values()), "")


def alphabetical(things: Iterable[Thing], *, key: Callable[[Thing], str]) -> list[Thing]:
    """The things in the order of their words, accents and capitals apart: Égypte before Espagne.

    Sorted here and not in the database, whose collation differs from one server to the next.
    """
    return sorted(things, key=lambda thing: (plain(key(thing)), key(thing)))


@tracked()
class Region(models.Model):
    """A region of the Office, named in the languages of the portal."""

    code = models.SlugField(_("code"), unique=True)
    names = models.JSONField(_("names"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self):
        return self.name(get_language() or "en")

    def name(self, language: str) -> str:
        """The region's name in `language`."""
        return in_language(self.names, language)


@tracked()
class MemberState(models.Model):
    """A State while it is a member of the organization; a table of its own, since codes such as CS and NA
    trip country libraries."""

    iso2 = models.CharField(_("ISO 2 code"), max_length=2, unique=True)
    iso3 = models.CharField(_("ISO 3 code"), max_length=3, unique=True)
    names = models.JSONField(_("names"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="member_states", verbose_name=_("region"))
    subregion = models.CharField(_("subregion"), max_length=100, blank=True)
    correspondence_language = models.CharField(_("language of correspondence"), max_length=10)
    language_confirmed = models.BooleanField(_("language confirmed"), default=False)
    member_from = models.DateField(_("member from"))
    member_until = models.DateField(_("member until"), null=True, blank=True)

    objects = MemberStateQuerySet.as_manager()

    class Meta:
        ordering = ["iso3"]
        verbose_name = _("member State")
        verbose_name_plural = _("member States")
        constraints = [
            models.CheckConstraint(
                condition=Q(member_until__isnull=True) | Q(member_until__gte=F("member_from")),
                name="memberstate_dates_in_order",
                violation_error_message=_("Membership cannot end before it begins."),
            )
        ]

    def __str__(self):
        return self.name(get_language() or "en")

    def name(self, language: str) -> str:
        """The State's name in `language`."""
        return in_language(self.names, language)

    def was_member_on(self, day) -> bool:
        """Whether the State was a member on `day`, first and last day included."""
        return self.member_from <= day and (self.member_until is None or day <= self.member_until)
