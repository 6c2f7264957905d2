"""The report: a chapter, a topic, a milestone, and what a chapter rests on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.fields import ByLanguage, KeyedForm
from reports.models import Chapter
from surveys.forms.office import DayField, not_in_the_future
from surveys.models import User
from surveys.models.member_states import alphabetical

NOBODY = ("", "–")


def people():
    """Nobody, and everybody of the Office who may lead a chapter or answer for a milestone."""
    users = User.objects.filter(is_active=True, groups__name__in=["office_staff", "analyst"]).distinct()
    return [NOBODY, *alphabetical([(str(user.pk), str(user)) for user in users], key=lambda pair: pair[1])]


def person(choice):
    """The person of a choice; None for nobody."""
    return User.objects.get(pk=choice) if choice else None


class ChapterForm(KeyedForm):
    """One chapter of the survey's report; `chapter` is the one that is changed, None for a new one."""

    lead = forms.ChoiceField(label=_("Lead"), required=False)
    status = forms.ChoiceField(label=_("Status"), choices=Chapter.Status.choices)
    due_on = DayField(label=_("Due on"), required=False)
    final_on = DayField(
        label=_("Final since"), required=False, help_text=_("Empty, it is today when the chapter becomes final.")
    )
    themes = forms.MultipleChoiceField(label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple)
    topics = forms.MultipleChoiceField(label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, survey, today, chapter=None, **options):
        self.today, self.chapter = today, chapter
        initial = initial_of(chapter) if chapter else {"status": Chapter.Status.NOT_BEGUN}
        super().__init__(*args, initial={**initial, **options.pop("initial", {})}, **options)
        report = getattr(survey, "report", None)
        self.fields["lead"].choices = people()
        self.fields["themes"].choices = [(theme.code, str(theme)) for theme in survey.themes.all()]
        self.fields["topics"].choices = [(topic.code, str(topic)) for topic in report.topics.all()] if report else []
        for name in ("themes", "topics"):
            if not self.fields[name].choices:
                del self.fields[name]
        self.titles = ByLanguage(self, "title", _("Title"))

    def clean_final_on(self):
        """A day that has come."""
        return not_in_the_future(self.cleaned_data["final_on"], self.today)

    def clean(self):
        """A day since which it is final belongs to a final chapter, which has one from the day it becomes so."""
        cleaned = super().clean()
        is_final = cleaned.get("status") == Chapter.Status.FINAL
        if cleaned.get("final_on") and not is_final:
            self.add_error("final_on", _("Only a final chapter has a day since which it is final."))
        becomes = is_final and (self.chapter is None or self.chapter.status != Chapter.Status.FINAL)
        if becomes and not cleaned.get("final_on"):
            cleaned["final_on"] = self.today
        return cleaned

    def values(self):
        """The columns."""
        cleaned = self.cleaned_data
        lists = {name: cleaned[name] for name in ("themes", "topics") if name in self.fields}
        plain = {name: cleaned[name] for name in ("status", "due_on", "final_on")}
        return {"titles": self.titles.texts(), "lead": person(cleaned["lead"]), **plain, **lists}

    def other_fields(self):
        """Everything but the title."""
        names = ("lead", "status", "due_on", "final_on", "themes", "topics")
        return [self[name] for name in names if name in self.fields]


def initial_of(chapter):
    """What the form shows of a chapter."""
    plain = {name: getattr(chapter, name) for name in ("status", "due_on", "final_on", "themes", "topics")}
    return {**ByLanguage.initial("title", chapter.titles), "lead": str(chapter.lead_id or ""), **plain}


class TopicForm(KeyedForm):
    """One topic."""

    def __init__(self, *args, topic=None, **options):
        initial = ByLanguage.initial("title", topic.titles) if topic else {}
        super().__init__(*args, initial={**initial, **options.pop("initial", {})}, **options)
        self.titles = ByLanguage(self, "title", _("Title"))

    def values(self):
        """The columns."""
        return {"titles": self.titles.texts()}


class MilestoneForm(KeyedForm):
    """Who answers for a milestone, and when it was done."""

    owner = forms.ChoiceField(label=_("Responsible"), required=False)
    done_on = DayField(label=_("Done on"), required=False, help_text=_("Empty while it is not done."))

    def __init__(self, *args, milestone, today, **options):
        initial = {"owner": str(milestone.owner_id or ""), "done_on": milestone.done_on}
        super().__init__(*args, initial={**initial, **options.pop("initial", {})}, **options)
        self.today = today
        self.fields["owner"].choices = people()

    def clean_done_on(self):
        """A day that has come."""
        return not_in_the_future(self.cleaned_data["done_on"], self.today)

    def values(self):
        """The columns."""
        return {"owner": person(self.cleaned_data["owner"]), "done_on": self.cleaned_data["done_on"]}


class SourcesForm(KeyedForm):
    """What a chapter rests on: boxes, ticked for what it rests on already."""

    outcomes = forms.TypedMultipleChoiceField(
        label=_("Outcomes"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    contributions = forms.TypedMultipleChoiceField(
        label=_("Contributions"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, outcomes, contributions, sections, sources, **options):
        """`sections`: name, title and questions (name and words) of each section of the questionnaire."""
        initial = {"outcomes": list(sources.outcomes), "contributions": list(sources.contributions)}
        self.sections = [(f"section_{name}", title, questions) for name, title, questions in sections]
        for name, _title, questions in self.sections:
            initial[name] = [question for question, _words in questions if question in sources.questions]
        super().__init__(*args, initial={**initial, **options.pop("initial", {})}, **options)
        self.fields["outcomes"].choices = outcomes
        self.fields["contributions"].choices = contributions
        for name, title, questions in self.sections:
            self.fields[name] = forms.MultipleChoiceField(
                label=title, required=False, choices=questions, widget=forms.CheckboxSelectMultiple
            )

    def questions(self):
        """The names of the questions that are ticked."""
        return [question for name, _title, _questions in self.sections for question in self.cleaned_data[name]]

    def section_fields(self):
        """Pairs of field and how many of its questions are ticked."""
        return [(self[name], len(self[name].value() or [])) for name, _title, _questions in self.sections]


class DayForm(forms.Form):
    """As of which day."""

    as_of = DayField(label=_("As of"), required=False)

    def __init__(self, data, *, today):
        super().__init__({"as_of": today, **data.dict()})
        self.today = today

    def clean_as_of(self):
        """The day asked for, else today; nobody knows what comes after."""
        return not_in_the_future(self.cleaned_data["as_of"], self.today) or self.today


class RemindForm(KeyedForm):
    """Remind of those that are ticked, or of one by its own button."""

    contributions = forms.TypedMultipleChoiceField(
        required=False, coerce=int, error_messages={"required": _("Tick at least one contribution.")}
    )
    one = forms.IntegerField(required=False)

    def __init__(self, *args, among, **options):
        super().__init__(*args, **options)
        self.fields["contributions"].choices = [(pk, pk) for pk in among]

    def clean(self):
        """At least one that may be reminded of."""
        cleaned = super().clean()
        if not self.chosen() and not self.errors:
            self.add_error("contributions", _("Tick at least one contribution."))
        return cleaned

    def chosen(self):
        """The numbers of the contributions."""
        one = self.cleaned_data.get("one")
        return [one] if one else list(self.cleaned_data.get("contributions", []))
