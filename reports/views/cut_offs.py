"""The cut-off ledger: which submission of each State was in force at each cut-off."""

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from reports.models import Summary
from reports.summary.cut_offs import lines
from reports.views.editions import fetch_survey, frame
from surveys.models import MemberState, PaperReturn, Submission
from surveys.models.member_states import alphabetical


@require_safe
def cut_offs(request, slug):
    """A row for each State that has replied; replies on paper that are still to be compiled stand apart."""
    survey = fetch_survey(request, slug)
    language, today = get_language(), request.today
    names = {cut_off.day: cut_off.name(language) for cut_off in survey.cut_offs.all()}
    editions = Summary.objects.last_of_days(survey, list(names))
    states = {state.iso3: state for state in MemberState.objects.filter(returns__survey=survey)}
    found = lines_of(survey, list(names), today, editions, states)
    context = frame(
        survey,
        today=today,
        columns=[column_of(day, name, today, editions, found) for day, name in names.items()],
        rows=alphabetical([row_of(line, states, names, language) for line in found], key=lambda row: row["name"]),
        waiting=waiting_rows(survey, today, names, language),
    )
    return render(request, "reports/cut_offs.html", context)


def lines_of(survey, days, today, editions, states):
    """What the ledger says of each State, as it is known now."""
    in_force = {day: numbers_in_force(survey, min(day, today)) for day in {*days, today}}
    first_days = Submission.objects.not_withdrawn(survey, on=today).first_days()
    first = {iso3: first_days[state.pk] for iso3, state in states.items() if state.pk in first_days}
    compiled = {
        day: {state["iso3"]: state["number"] for state in states} for day, (_number, states) in editions.items()
    }
    return lines(days, today, first, in_force, compiled)


def numbers_in_force(survey, day):
    """The number of the submission in force on a day, by State."""
    return dict(Submission.objects.in_force(survey, on=day).values_list("member_state__iso3", "number"))


def column_of(day, name, today, editions, found):
    """A cut-off as the head of a column: its name and day, how many States are in it, its last edition."""
    marks = [mark for line in found for mark in line.marks if mark.day == day]
    return {
        "day": day,
        "name": name,
        "is_over": day < today,
        "number_in": sum(mark.number is not None for mark in marks),
        "edition": editions[day][0] if day in editions else None,
        "number_differing": sum(bool(mark.edition_differs) for mark in marks),
    }


def row_of(line, states, names, language):
    """A State in words."""
    return {
        "name": states[line.iso3].name(language),
        "iso3": line.iso3,
        "first_received": line.first_received,
        "newest": line.newest,
        "marks": [(names[mark.day], mark) for mark in line.marks],
        "counted_from": names.get(line.counted_from),
        "came_after": names.get(line.came_after),
    }


def waiting_rows(survey, today, names, language):
    """Replies registered on paper of which no submission has been made, with the first cut-off they came before."""
    papers = PaperReturn.objects.received(survey, on=today).waiting().select_related("member_state")
    rows = [
        {
            "name": paper.member_state.name(language),
            "iso3": paper.member_state.iso3,
            "received_on": paper.received_on,
            "channel": paper.get_channel_display(),
            "first": next((name for day, name in names.items() if paper.received_on <= day), None),
        }
        for paper in papers
    ]
    return alphabetical(rows, key=lambda row: row["name"])
