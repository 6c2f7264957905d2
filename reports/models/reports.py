"""The report of a round: its chapters and topics, what they rest on, and what has to be done by when."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Deferrable, F, Q, Value
from django.db.models.functions import NullIf
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from consultations.models import Contribution, Outcome
from consultations.models.consultations import PRECISIONS
from consultations.models.participations import NumberOf
from consultations.register.periods import Period, Precision
from reports.querysets import ChapterQuerySet, MilestoneQuerySet
from surveys.models import Survey, User
from surveys.models.history import tracked
from surveys.models.member_states import in_language


@tracked()
class Report(models.Model):
    """The report of a survey, and the facts about its discussion that are entered once (`facts`: docs/paper.md)."""

    survey = models.OneToOneField(Survey, models.PROTECT, related_name="report", verbose_name=_("survey"))
    titles = models.JSONField(_("titles"))
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    topics_open = models.BooleanField(_("the list of topics is open"), default=False)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    def __str__(self):
        return self.title(get_language() or "en")

    def get_absolute_url(self) -> str:
        """The page of the report."""
        return reverse("reports:report", args=[self.survey.slug])

    def title(self, language: str) -> str:
        """The title in `language`."""
        return in_language(self.titles, language)


@tracked()
class Topic(models.Model):
    """A subject that goes through the chapters."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="topics", verbose_name=_("report"))
    code = models.SlugField(_("code"))
    order = models.PositiveSmallIntegerField(_("order"))
    titles = models.JSONField(_("titles"))

    class Meta:
        ordering = ["report", "order"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "code"],
                name="topic_once",
                violation_error_message=_("This report already has a topic of this code."),
            )
        ]

    def __str__(self):
        return self.title(get_language() or "en")

    def title(self, language: str) -> str:
        """The title in `language`."""
        return in_language(self.titles, language)


@tracked()
class Chapter(models.Model):
    """A chapter: who leads it, by when, and where it stands; `themes` and `topics` are codes.

    `final_on`: the day on which it became final, null where nobody has said so.
    """

    class Status(models.TextChoices):
        NOT_BEGUN = "not_begun", pgettext_lazy("chapter", "not begun")
        WRITING = "writing", pgettext_lazy("chapter", "being written")
        REVIEW = "review", pgettext_lazy("chapter", "in review")
        FINAL = "final", pgettext_lazy("chapter", "final")

    report = models.ForeignKey(Report, models.PROTECT, related_name="chapters", verbose_name=_("report"))
    order = models.PositiveSmallIntegerField(_("order"))
    titles = models.JSONField(_("titles"))
    lead = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="chapters", verbose_name=_("lead")
    )
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.NOT_BEGUN)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    final_on = models.DateField(_("final since"), null=True, blank=True)
    themes = ArrayField(models.SlugField(), verbose_name=_("themes"), default=list, blank=True)
    topics = ArrayField(models.SlugField(), verbose_name=_("topics"), default=list, blank=True)

    objects = ChapterQuerySet.as_manager()

    class Meta:
        ordering = ["report", "order"]
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "order"],
                name="chapter_once",
                # Two chapters change places in one statement.
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message=_("This report already has a chapter of this number."),
            ),
            models.CheckConstraint(
                condition=Q(final_on__isnull=True) | Q(status="final"),
                name="chapter_final_if_dated",
                violation_error_message=_("Only a final chapter has a day since which it is final."),
            ),
        ]

    def __str__(self):
        return self.title(get_language() or "en")

    def get_absolute_url(self) -> str:
        """The page of the chapter."""
        return reverse("reports:chapter", args=[self.report.survey.slug, self.order])

    def title(self, language: str) -> str:
        """The title in `language`."""
        return in_language(self.titles, language)

    def is_late_on(self, day: date) -> bool:
        """Whether it was due before `day` and was not final on it."""
        return not self.is_final_on(day) and self.due_on is not None and self.due_on < day

    def is_final_on(self, day: date) -> bool:
        """Whether it was final on `day`; one that is final since nobody knows when counts as always final."""
        return self.status == self.Status.FINAL and (self.final_on is None or self.final_on <= day)


@tracked()
class ChapterSource(models.Model):
    """What a chapter rests on: an outcome, a contribution, or a table of the summary (a question's name)."""

    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="sources", verbose_name=_("chapter"))
    outcome = models.ForeignKey(
        Outcome, models.PROTECT, null=True, blank=True, related_name="chapter_sources", verbose_name=_("outcome")
    )
    contribution = models.ForeignKey(
        Contribution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="chapter_sources",
        verbose_name=_("contribution"),
    )
    question = models.CharField(_("question"), max_length=200, blank=True)

    class Meta:
        ordering = ["chapter", "pk"]
        verbose_name = _("source of a chapter")
        verbose_name_plural = _("sources of chapters")
        constraints = [
            models.CheckConstraint(
                condition=Exact(NumberOf(F("outcome"), F("contribution"), NullIf(F("question"), Value(""))), 1),
                name="chaptersource_of_one",
                violation_error_message=_("Name an outcome, a contribution or a question."),
            ),
            models.UniqueConstraint(
                fields=["chapter", "outcome"],
                name="chaptersource_outcome_once",
                violation_error_message=_("This chapter already rests on this outcome."),
            ),
            models.UniqueConstraint(
                fields=["chapter", "contribution"],
                name="chaptersource_contribution_once",
                violation_error_message=_("This chapter already rests on this contribution."),
            ),
            models.UniqueConstraint(
                fields=["chapter", "question"],
                condition=~Q(question=""),
                name="chaptersource_question_once",
                violation_error_message=_("This chapter already rests on this question."),
            ),
        ]

    def __str__(self):
        return f"{self.chapter_id} {self.outcome or self.contribution or self.question}"


@tracked()
class Milestone(models.Model):
    """Something that has to be done by a time; `first_day` and `last_day` are as exact as `precision` says."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="milestones", verbose_name=_("survey"))
    code = models.SlugField(_("code"))
    titles = models.JSONField(_("titles"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    precision = models.CharField(_("exactness of the date"), max_length=5, choices=PRECISIONS, default="day")
    owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="milestones", verbose_name=_("responsible")
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["survey", "last_day", "first_day", "code"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "code"],
                name="milestone_once",
                violation_error_message=_("This survey already has a milestone of this code."),
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="milestone_dates_in_order",
                violation_error_message=_("It cannot end before it begins."),
            ),
        ]

    def __str__(self):
        return self.title(get_language() or "en")

    def title(self, language: str) -> str:
        """The title in `language`."""
        return in_language(self.titles, language)

    @property
    def period(self) -> Period:
        """When it is due, as exactly as it is known."""
        return Period(self.first_day, self.last_day, Precision(self.precision))

    def is_done_by(self, day: date) -> bool:
        """Whether it had been done by `day`."""
        return self.done_on is not None and self.done_on <= day
