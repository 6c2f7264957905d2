"""The records of consultations, contributions and outcomes as they were known on a day, as plain values."""

from collections import Counter
from datetime import date

from consultations.models import Consultation, Contribution, Organization, Outcome, Participation
from consultations.register.periods import Period, Precision
from consultations.register.standing import Status
from reports.paper.facts import ConsultationFact, ContributionFact, Named, OutcomeFact
from reports.paper.languages import LANGUAGES
from surveys.models import GroupMembership, Survey

Part = Participation.Part


def consultation_facts(survey: Survey, day: date) -> tuple[ConsultationFact, ...]:
    """What was known on `day` of consultations and of the sessions inside which they took place, by their days."""
    sizes: dict[tuple[str, date], int] = {}
    found = []
    for consultation in Consultation.objects.filter(survey=survey).known_on(day).with_all():
        standing = consultation.standing_on(day)
        if standing is not None:
            found.append(consultation_fact(consultation, standing, day, sizes))
    return tuple(found)


def consultation_fact(
    consultation: Consultation, standing: Status, day: date, sizes: dict[tuple[str, date], int]
) -> ConsultationFact:
    """One consultation with those who organized it and took part."""
    on = consultation.first_day or day

    def parties(part: Part) -> tuple[Named, ...]:
        rows = [row for row in consultation.participations.all() if row.part == part]
        return tuple(party(row, on, sizes) for row in sorted(rows, key=lambda row: (row.order, row.pk)))

    return ConsultationFact(
        code=consultation.code,
        titles=consultation.titles,
        kind=consultation.kind,
        standing=standing,
        period=consultation.period,
        series=consultation.series,
        places=consultation.places,
        country=consultation.country.names if consultation.country else {},
        parent=consultation.parent.code if consultation.parent else "",
        is_frame=consultation.is_frame,
        organizers=parties(Part.ORGANIZER),
        cooperating=parties(Part.COOPERATION),
        participants=parties(Part.PARTICIPANT),
        stated=consultation.stated_participants,
        participant_list=consultation.participant_list,
    )


def party(row: Participation, on: date, sizes: dict[tuple[str, date], int]) -> Named:
    """One who organized or took part; of a group of States how many members it had on the day."""
    if row.organization:
        return organization(row.organization)
    if row.member_state:
        return Named("member_state", row.member_state.iso3, row.member_state.names)
    if row.group_of_states:
        code = row.group_of_states.code
        if (code, on) not in sizes:
            sizes.update({(each, on): size for each, size in sizes_on(on).items()})
        return Named("group_of_states", code, row.group_of_states.names, sizes.get((code, on), 0))
    return Named("people", "", row.described or {})


def sizes_on(day: date) -> Counter[str]:
    """How many members each group of States had."""
    return Counter(GroupMembership.objects.in_force(day).values_list("group__code", flat=True))


def organization(found: Organization) -> Named:
    """An organization by its name with the acronym, in the languages of the paper."""
    return Named("organization", found.code, {language: found.full_name(language) for language in LANGUAGES})


def contribution_facts(survey: Survey, day: date) -> tuple[ContributionFact, ...]:
    """The contributions that were known on `day`, with where each stood."""
    known = Contribution.objects.filter(survey=survey).known_on(day)
    related = known.select_related("contributor", "partner", "requested_by")
    return tuple(contribution_fact(found, day) for found in related)


def contribution_fact(found: Contribution, day: date) -> ContributionFact:
    """One contribution."""
    return ContributionFact(
        code=found.code,
        titles=found.titles,
        kind=found.kind,
        standing=str(found.standing_on(day)),
        contributor=organization(found.contributor),
        contributor_kind=found.contributor.kind,
        partner=organization(found.partner) if found.partner else None,
        requested_by=organization(found.requested_by) if found.requested_by else None,
        due=Period(found.due_on, found.due_on, Precision.DAY) if found.due_on else Period(),
        new_information=found.new_information,
        previously_unassembled=found.previously_unassembled,
        year=found.year,
        stated_languages=found.stated_languages,
        languages=tuple(found.languages),
    )


def outcome_facts(survey: Survey, day: date) -> tuple[OutcomeFact, ...]:
    """The outcomes of what was known on `day`."""
    known = Outcome.objects.filter(survey=survey).known_on(day)
    sources = known.prefetch_related("sources__consultation", "sources__contribution")
    return tuple(
        OutcomeFact(
            code=outcome.code,
            texts=outcome.texts,
            kind=outcome.kind,
            instruments=tuple(outcome.instruments),
            consultations=frozenset(row.consultation.code for row in outcome.sources.all() if row.consultation),
            contributions=frozenset(row.contribution.code for row in outcome.sources.all() if row.contribution),
        )
        for outcome in sources
    )
