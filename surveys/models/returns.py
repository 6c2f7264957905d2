"""Returns, what happened to them, and their draft answers."""

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from surveys.models.history import tracked
from surveys.models.life import TRANSITIONS, Happening, Status, allowed, reply_by_on
from surveys.models.member_states import MemberState
from surveys.models.people import User
from surveys.models.surveys import Questionnaire, Survey
from surveys.querysets import AnswerQuerySet, ReturnEventQuerySet, ReturnQuerySet

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class Attribution(models.TextChoices):
    """What may be done with an answer; words as in the glossary."""

    OFFICE = "office", _("Office only")
    COUNTED = "counted", _("may be counted")
    UNNAMED = "unnamed", _("may be quoted, State not named")
    NAMED = "named", _("may be quoted, State named")


@tracked()
class Return(models.Model):
    """A member State's reply to a survey as a process: one per survey and State.

    `status` is the projection of the return's events. `draft_open` tells whether answers may be written: from
    sending until submitting, and again while an amendment is being prepared.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="returns", verbose_name=_("survey"))
    member_state = models.ForeignKey(
        MemberState, models.PROTECT, related_name="returns", verbose_name=_("member State")
    )
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="returns", verbose_name=_("questionnaire")
    )
    staff = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("responsible staff")
    )
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.NOT_SENT)
    draft_open = models.BooleanField(_("draft open"), default=False)
    language = models.CharField(_("language of the questionnaire"), max_length=10, blank=True)
    keyed_from = models.ForeignKey(
        "surveys.PaperReturn",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("keyed from"),
    )

    objects = ReturnQuerySet.as_manager()

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "member_state"],
                name="return_once",
                violation_error_message=_("This State already has a return in this survey."),
            )
        ]

    def __str__(self):
        return f"{self.survey.slug} {self.member_state.iso3}"

    def get_absolute_url(self):
        return reverse("surveys:return_tasks", args=[self.survey.slug, self.member_state.iso3])

    @property
    def possible(self) -> frozenset[str]:
        """What the table lets happen to the return as it stands."""
        return frozenset(happening for happening in TRANSITIONS if allowed(happening, self.status))

    @property
    def open_until(self) -> date | None:
        """The last day of a return that is reopened now; None for every other."""
        reopening = self.events.last_reopening() if self.status == Status.REOPENED else None
        return reopening.until if reopening else None

    def reply_by_on(self, day: date) -> date:
        """The day by which the reply is requested, as it stood on `day`: extensions granted by then included."""
        return reply_by_on(self.events.extensions(), self.survey.reply_by, day)


class ReturnEvent(models.Model):
    """Something that happened to a return: when it counts, when and by whom it was recorded. Append-only."""

    survey_return = models.ForeignKey(Return, models.PROTECT, related_name="events", verbose_name=_("return"))
    kind = models.CharField(_("kind"), max_length=20, choices=Happening.choices)
    effective_on = models.DateField(_("day that counts"))
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    actor = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    on_behalf_of = models.ForeignKey(
        MemberState, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("on behalf of")
    )
    details = models.JSONField(_("details"), default=dict)

    objects = ReturnEventQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("event of a return")
        verbose_name_plural = _("events of a return")
        indexes = [models.Index(fields=["survey_return", "effective_on"], name="returnevent_day")]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.survey_return_id} {self.kind} {self.effective_on}"

    @property
    def until(self) -> date:
        """Of an extension or a reopening: the new day, that day included."""
        return date.fromisoformat(self.details["until"])


@tracked()
class Answer(models.Model):
    """The draft answer to one question: canonical value, language, remark, attribution, revision.

    A cleared answer keeps its row with a null value; `revision` only grows, and a save names the revision that
    its editor saw. The pghistory event model `AnswerChange` is the history of each answer.
    """

    survey_return = models.ForeignKey(Return, models.PROTECT, related_name="answers", verbose_name=_("return"))
    path = models.CharField(_("question"), max_length=200)
    value = models.JSONField(_("answer"), null=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    remark = models.JSONField(_("remark"), default=dict)
    attribution = models.CharField(
        _("permitted use"), max_length=10, choices=Attribution.choices, default=Attribution.NAMED
    )
    revision = models.PositiveIntegerField(_("revision"), default=1)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("saved by"))
    saved_at = models.DateTimeField(_("saved at"))

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["survey_return", "path"],
                name="answer_once",
                violation_error_message=_("This question already has an answer in this return."),
            ),
            models.CheckConstraint(
                condition=Q(revision__gte=1),
                name="answer_revision_positive",
                violation_error_message=_("A revision counts from one."),
            ),
        ]

    def __str__(self):
        return f"{self.survey_return_id} {self.path}"
