"""Every address of the URLconf, asked by everybody, of their own, a foreign and a missing State, by every method.

What is expected stands in tests/access_policy.py (threats.md, A1 to A3).
"""

from datetime import date

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path, reverse

from surveys.querysets import InvitationQuerySet, LetterQuerySet, ReturnQuerySet, SubmissionQuerySet
from tests import access_world as world_of
from tests.access_policy import (
    OFFICE,
    POLICY,
    READABLE,
    SIGNED_OUT,
    SIGNED_OUT_MAY,
    Rule,
    rule_for,
)
from tests.access_world import FOREIGN, MISSING, OWN, Address, World, canaries_in, likeness
from tests.people import EVERYBODY

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ADDRESSES = world_of.addresses()
NAMED = [address for address in ADDRESSES if address.is_named]
OURS = [address for address in NAMED if not address.name.startswith("admin:")]
ADMIN = [address for address in NAMED if address.name.startswith("admin:")]
ANSWERED = {"GET": {200, 302}, "HEAD": {200, 302}, "POST": {200, 302, 303, 400, 409, 422}}
REFUSED = {404, 405}
OF_LINKS = {"surveys:invitation_accept", "surveys:invitation_decline", "account_sign_in_link_use"}

# The published edition has no answers, so nothing is drawn, and no worker has written its files.
NOT_IN_THE_WORLD = {"published:chart", "published:file"}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once; every request is undone (World.ask), and all of it at the end."""
    with django_db_blocker.unblock(), override_settings(PORTAL_TODAY=date(2003, 10, 2)), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def unlisted(addresses):
    """The addresses for which nobody has said who may."""
    return [address.name for address in addresses if rule_for(address.name) is None]


def test_every_address_has_a_rule():
    assert unlisted(ADDRESSES) == []


def test_every_rule_has_an_address():
    assert POLICY.keys() - {address.name for address in ADDRESSES} == set()


def test_an_address_without_a_rule_is_named():
    added = [path("new/", HttpResponse, name="forgotten"), path("other/", HttpResponse)]

    assert unlisted(world_of.addresses(added)) == ["forgotten", "other/"]


def test_everybody_is_asked_about():
    assert set(EVERYBODY) == READABLE.keys() == OFFICE | SIGNED_OUT | {"amina", "boris", "chen", "dora", "elena"}


def states_for(world: World, address: Address, person: str):
    """Pairs of scope and State: of an address of no object only the own."""
    elsewhere = rule_for(address.name).state if person in OFFICE else ""
    own = [("own", elsewhere or world.own_state(person))]
    if address.scope is None:
        return own
    if address.scope == "slug":
        return [*own, ("missing", MISSING)]
    return [*own, ("foreign", elsewhere or world.other_state(person)), ("missing", MISSING)]


def may(rule: Rule, person: str, method: str, scope: str) -> bool:
    """Whether the rule has an answer for this person."""
    people = rule.post if method == "POST" else rule.get if method in {"GET", "HEAD"} else frozenset()
    return person in people and (scope == "own" or (scope == "foreign" and person in OFFICE))


def status_fits(rule: Rule, address: Address, person: str, method: str, scope: str, answer) -> bool:
    """Whether the status is what the rule says."""
    status, to_sign_in = answer.status_code, answer.get("Location", "").startswith("/account/login/?next=")
    if person in SIGNED_OUT and person not in rule.get | rule.post and address.name not in SIGNED_OUT_MAY:
        if method == "POST":
            return status == 401
        return status == 302 and to_sign_in
    if person in SIGNED_OUT and address.name in SIGNED_OUT_MAY:
        return status in {302, 405}
    if may(rule, person, method, scope):
        return status in ANSWERED[method] | also_answered(address) and not to_sign_in
    if rule.others and method not in ANSWERED:
        return status < 500
    return status in REFUSED


def also_answered(address: Address) -> set[int]:
    """What else is an answer: 404 of a link that is wrong or a chart of another edition; what the admin says of its
    own rights and rows."""
    if address.name.startswith("admin:"):
        return {403, 404, 405}
    return {404} if address.name in OF_LINKS | NOT_IN_THE_WORLD else set()


def readable(person: str, own: str) -> set[tuple[str, str]]:
    """State and kind of the canaries that this person may read."""
    states = (OWN, FOREIGN) if person in OFFICE else (own,)
    return {(state, kind) for state in states for kind in READABLE[person]}


def problems_of(world: World, address: Address, people=EVERYBODY, methods=METHODS) -> list[str]:
    """What does not fit, in words."""
    asked = [(person, method) for person in people for method in methods]
    return [problem for person, method in asked for problem in problems_with(world, address, person, method)]


def problems_with(world: World, address: Address, person: str, method: str) -> list[str]:
    """What does not fit for one person and method: statuses, foreign canaries, a difference that tells."""
    rule, found, answers = rule_for(address.name), [], {}
    for scope, state in states_for(world, address, person):
        url = reverse(address.name, kwargs=world.arguments(address, state))
        answer, body = world.ask(person, method, url, rule.data)
        asked = f"{method} {url} ({person}, {scope})"
        if not status_fits(rule, address, person, method, scope, answer):
            found.append(f"{asked}: {answer.status_code} {answer.get('Location', '')}")
        foreign = canaries_in(body) - readable(person, world.own_state(person))
        found += [f"{asked}: tells {kind} of {iso3}" for iso3, kind in sorted(foreign)]
        answers[scope] = likeness(answer, body.replace(url, "").replace(state, ""))
    closed = "foreign" in answers and person not in SIGNED_OUT and not may(rule, person, method, "foreign")
    if closed and answers["foreign"] != answers["missing"]:
        found.append(f"{method} {address.name} ({person}): foreign and missing answer differently")
    return found


@pytest.mark.parametrize("address", OURS, ids=lambda address: address.name)
def test_access(world, address):
    assert problems_of(world, address) == []


@pytest.mark.parametrize("address", ADMIN, ids=lambda address: address.name)
def test_access_to_the_administration(world, address):
    assert problems_of(world, address, methods=("GET", "POST")) == []


def test_canaries_are_where_they_were_put(world):
    """The negative control of the canaries: who may read one meets it, or finding none would prove nothing."""
    met = set()
    for address in OURS:
        for person in ("amina", "farid", "grace"):
            url = reverse(address.name, kwargs=world.arguments(address, OWN))
            met |= canaries_in(world.ask(person, "GET", url)[1])

    assert {kind for iso3, kind in met if iso3 == OWN} >= {
        "draft",
        "file",
        "answer",
        "signatory",
        "letter",
        "invited",
    }


@pytest.mark.parametrize("name", ["reports:summary_json", "reports:export_file", "reports:summary_section"])
def test_canaries_are_found_in_files_too(world, name):
    address = next(address for address in OURS if address.name == name)

    body = world.ask("grace", "GET", reverse(name, kwargs=world.arguments(address, OWN)))[1]

    assert canaries_in(body) == {(OWN, "answer"), (FOREIGN, "answer")}


def show_everything(monkeypatch):
    for queries in (ReturnQuerySet, SubmissionQuerySet, LetterQuerySet, InvitationQuerySet):
        monkeypatch.setattr(queries, "visible_to", lambda self, *args, **options: self)


def told(world, people):
    """The foreign canaries that these people meet anywhere."""
    found = [problem for address in OURS for problem in problems_of(world, address, people, ("GET",))]
    return {problem.split(": ")[-1] for problem in found if ": tells " in problem}


def test_queries_that_show_everything_are_caught_by_the_second_guard(world, monkeypatch):
    show_everything(monkeypatch)

    assert told(world, ("elena", "chen")) == set()


def test_a_portal_that_shows_everything_is_found_out(world, monkeypatch):
    """The negative control of the matrix: without both guards foreign canaries are met, and named."""
    show_everything(monkeypatch)
    monkeypatch.setattr("surveys.permissions.roles_for", lambda *args, **options: {"focal_point": []})

    assert told(world, ("elena",)) >= {"tells answer of FRA", "tells signatory of FRA", "tells draft of FRA"}
