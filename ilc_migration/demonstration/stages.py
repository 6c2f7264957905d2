"""Play the round up to a stage, and say how to sign in to it."""

from datetime import date
from functools import partial

from django.conf import settings

from ilc_migration.demonstration import plan as plans
from ilc_migration.demonstration.people import OFFICE, PASSWORD, ensure_colleague, ensure_office, ensure_person
from ilc_migration.demonstration.play import Player, Step
from ilc_migration.demonstration.publishing import PUBLISHED_ON, publish_draft_report
from surveys.models import MemberState, Return, Role, Survey
from surveys.models.history import acting_as

DEMONSTRATION = "command:create_demo"


class AlreadyThere(Exception):
    """The survey has returns already; the demonstration never mixes with them."""


def play_round(survey: Survey, seed: int, stage: str) -> int:
    """Play the round up to the stage's day; returns the number of steps.

    Letters stay held, as for a closed survey: nobody is to be written to about invented replies. Raises
    AlreadyThere.
    """
    if Return.objects.filter(survey=survey).exists():
        raise AlreadyThere(f"{survey.slug} has returns already: the demonstration needs a fresh place.")
    with acting_as(DEMONSTRATION):
        mark(survey, synthetic=True, closed=True)
        player = player_of(survey, seed)
        last_day = plans.STAGES[stage]
        steps: list[Step] = [*player.steps(the_plan(seed)), (PUBLISHED_ON, "", partial(publish_draft_report, survey))]
        played = run(sorted((step for step in steps if step[0] <= last_day), key=lambda step: step[:2]))
        mark(survey, synthetic=True, closed=False)
        ensure_sign_ins(survey, seed)
    return played


def play_late_papers(survey: Survey, seed: int) -> int:
    """Register and key in ten more paper replies with earlier days; returns the number of steps."""
    with acting_as(DEMONSTRATION):
        player = player_of(survey, seed)
        late = [reply for reply in the_plan(seed).late_papers if is_waiting(survey, reply.iso3)]
        if not late:
            raise AlreadyThere("The late paper replies have been registered already.")
        mark(survey, synthetic=True, closed=True)
        played = run(
            sorted((step for reply in late for step in player.reply_steps(reply)), key=lambda step: step[:2])
        )
        mark(survey, synthetic=True, closed=False)
    return played


def the_plan(seed: int) -> plans.Plan:
    """The plan for the States that were members in July 2003."""
    members = MemberState.objects.members_on(date(2003, 7, 31))
    return plans.draw(members.values_list("iso3", flat=True), seed)


def player_of(survey: Survey, seed: int) -> Player:
    """A player with the survey's published questionnaire and the Office's two members of staff."""
    questionnaire = survey.questionnaires.filter(published_at__isnull=False).latest("published_at")
    return Player(survey, questionnaire, ensure_office(), ensure_colleague(), seed)


def run(steps: list[Step]) -> int:
    """Play the steps; returns how many."""
    for _day, _iso3, act in steps:
        act()
    return len(steps)


def mark(survey: Survey, *, synthetic: bool, closed: bool) -> None:
    """Mark the survey as a demonstration, and hold its letters while it is being played."""
    survey.synthetic, survey.closed = synthetic, closed
    survey.save(update_fields=["synthetic", "closed"])


def is_waiting(survey: Survey, iso3: str) -> bool:
    """Whether the State has been sent the survey and has not been heard of."""
    return Return.objects.filter(survey=survey, member_state__iso3=iso3, status="sent").exists()


def open_states(survey: Survey, seed: int) -> list[MemberState]:
    """An English-speaking and an Arabic-speaking State whose return nobody has begun: for visitors to fill in.

    Those chosen once stay chosen, also when a visitor has begun: they have a representative to sign in as.
    """
    chosen = MemberState.objects.filter(appointments__role=Role.EMPLOYERS).distinct().order_by("iso3")
    if chosen:
        return list(chosen)
    late = [reply.iso3 for reply in the_plan(seed).late_papers]
    waiting = Return.objects.filter(survey=survey, status="sent").exclude(member_state__iso3__in=late)
    waiting = waiting.select_related("member_state")
    by_language = {
        language: waiting.filter(member_state__correspondence_language=language)
        .order_by("-member_state__iso3")
        .first()
        for language in ("en", "ar")
    }
    return [survey_return.member_state for survey_return in by_language.values() if survey_return]


def ensure_sign_ins(survey: Survey, seed: int) -> list[tuple[str, str]]:
    """What a visitor can sign in as: (who, e-mail address), the password being the demonstration's."""
    sections = [section.name for section in player_of(survey, seed).evaluator.definition.sections]
    found = [(str(role.label), email) for role, email in OFFICE.items()]
    for state in open_states(survey, seed):
        for role in Role:
            given = sections[:2] if role == Role.CONTRIBUTOR else []
            user = ensure_person(state, role=role, sections=given, password=PASSWORD)
            found.append((f"{role.label}, {state.name('en')} ({state.correspondence_language})", user.email))
    return found


def write_sign_ins(survey: Survey, seed: int) -> None:
    """Keep the sign-ins beside the keys, for `manage.py portal` to print."""
    with acting_as(DEMONSTRATION):
        lines = [f"{who}: {email}" for who, email in ensure_sign_ins(survey, seed)]
    target = settings.PORTAL_HOME / "keys" / "sign-ins.txt"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join([*lines, f"Password of all of them: {PASSWORD}", ""]), "utf-8")
