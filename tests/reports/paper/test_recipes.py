"""What recipes make of facts: each standing in its own sentence, nothing that was not known."""

from dataclasses import replace
from datetime import date

import pytest

from consultations.register.standing import Status
from reports.paper.facts import ContributionFact, Named, OutcomeFact
from tests.reports.paper.sample import SURVEY, consultation, organization, survey, texts, told

UNIONS = organization("unions", "Unions")
ALL = {"recipe": "consultations", "kinds": ["tripartite"]}


@pytest.mark.parametrize(
    ("standing", "en", "fr", "es"),
    [
        (
            Status.HELD,
            "The consultation “Meeting M” took place in July 2003.",
            "La consultation « Meeting M » a eu lieu en juillet 2003.",
            "La consulta «Meeting M» tuvo lugar en julio de 2003.",
        ),
        (
            Status.CONTINUING,
            "The consultation “Meeting M” has been under way since July 2003 and continues.",
            "La consultation « Meeting M » est en cours depuis juillet 2003 et se poursuit.",
            "La consulta «Meeting M» está en curso desde julio de 2003 y continúa.",
        ),
        (
            Status.PLANNED,
            "The consultation “Meeting M” is to take place in July 2003.",
            "La consultation « Meeting M » doit avoir lieu en juillet 2003.",
            "Está previsto que la consulta «Meeting M» tenga lugar en julio de 2003.",
        ),
        (
            Status.UNRECORDED,
            "The consultation “Meeting M” was planned in July 2003; on 11 February 2004 there was no record that it "
            "had been held.",
            "La consultation « Meeting M » devait avoir lieu en juillet 2003 ; au 11 février 2004, rien n’atteste "
            "que cela s’est fait.",
            "Estaba previsto que la consulta «Meeting M» tuviera lugar en julio de 2003; al 11 de febrero de 2004 no "
            "consta que así fuera.",
        ),
        (
            Status.CANCELLED,
            "The consultation “Meeting M” was cancelled.",
            "La consultation « Meeting M » n’aura pas lieu, l’annulation en ayant été enregistrée.",
            "La consulta «Meeting M» no tendrá lugar, según consta.",
        ),
    ],
)
def test_every_standing_has_a_sentence_of_its_own(standing, en, fr, es):
    found = [told(ALL, language=code, consultations=(consultation("M", standing),)) for code in ("en", "fr", "es")]
    assert found == [en, fr, es]


def test_organizers_act_and_the_verb_is_theirs():
    part = {**ALL, "tell": ["organizers"]}
    alone = consultation("M", organizers=(UNIONS,), places=texts("Nyon"), country=texts("Switzerland"))
    both = replace(
        alone, organizers=(UNIONS, organization("two", "Others")), cooperating=(organization("c", "Third"),)
    )
    names = {"consultation:M": texts("a meeting")}
    assert told(part, names=names, consultations=(alone,)) == (
        "Unions held a meeting in Nyon (Switzerland) in July 2003."
    )
    assert told(part, names=names, language="fr", consultations=(both,)) == (
        "Unions et Others ont tenu a meeting à Nyon (Switzerland) en juillet 2003, en coopération avec Third."
    )


def test_what_a_part_names_is_not_taken_by_the_kind_of_another():
    facts = (consultation("A"), consultation("B"))
    found = told({"recipe": "consultations", "codes": ["B"]}, ALL, consultations=facts)
    assert found.index("Meeting B") < found.index("Meeting A")
    assert found.count("Meeting B") == 1


def test_a_number_and_a_list_say_once_what_is_common():
    part = {**ALL, "counted": {code: ["{n|one} talk", "{n} talks"] for code in ("en", "fr", "es")}}
    two = (consultation("A"), consultation("B"))
    assert told(part, consultations=two) == ("Two talks took place in July 2003: “Meeting A” and “Meeting B”.")
    assert told(part, language="es", consultations=two) == (
        "Tuvieron lugar two talks en julio de 2003: «Meeting A» y «Meeting B».".replace("two", "dos")
    )
    assert told(part, consultations=two[:1]).startswith("One talk took place: “Meeting A”, July 2003.")


def test_stated_numbers_stand_apart_from_those_named():
    part = {**ALL, "tell": ["participants"]}
    named = (Named("member_state", "AUS", texts("Australia")),)
    meeting = consultation("M", stated=15, participants=named, participant_list="open")
    assert "15 countries took part, according to the number stated; one is named: Australia." in told(
        part, consultations=(meeting,)
    )
    complete = replace(meeting, participant_list="complete")
    assert "the list is said to be complete, yet names only one: Australia" in told(part, consultations=(complete,))
    group = (Named("group_of_states", "sadc", texts("SADC"), 14),)
    assert "14 countries took part, which were the members of SADC at the time." in told(
        part, consultations=(replace(meeting, stated=14, participants=group),)
    )
    assert "SADC had 13 members at the time" in told(
        part, consultations=(replace(meeting, stated=14, participants=(replace(group[0], size=13),)),)
    )


def test_outcomes_come_after_the_last_of_their_consultations():
    part = {**ALL, "tell": ["outcomes"]}
    two = (consultation("A"), consultation("B"))
    shared = OutcomeFact("O", texts("Go on."), "recommendation", ("C97",), frozenset({"A", "B"}), frozenset())
    found = told(part, consultations=two, outcomes=(shared,))
    assert found.endswith("One recommendation came of this: go on (Convention No. 97).")
    assert told(part, consultations=two[:1], outcomes=(replace(shared, consultations=frozenset({"A"})),)).count(
        "go on"
    )


def contribution(code, standing="received", **values):
    known = {"kind": "data", "contributor": UNIONS, "contributor_kind": "workers", **values}
    return ContributionFact(code, texts(f"Data {code}"), standing=standing, **known)


@pytest.mark.parametrize(
    ("standing", "en", "es"),
    [
        ("received", "Unions supplied “Data C”.", "Unions facilitó «Data C»."),
        (
            "invited",
            "The Office has invited Unions to provide “Data C”.",
            "La Oficina ha pedido a Unions que aporte «Data C».",
        ),
        ("late", "Unions has not yet provided “Data C”.", "Unions aún no ha aportado «Data C»."),
        ("declined", "Unions declined to provide “Data C”.", "Unions declinó aportar «Data C»."),
    ],
)
def test_contributions_by_where_they_stand(standing, en, es):
    part = {"recipe": "contributions", "codes": ["C"]}
    facts = (contribution("C", standing),)
    assert (told(part, contributions=facts), told(part, language="es", contributions=facts)) == (en, es)


def test_a_publication_has_its_year_and_its_stated_languages():
    found = contribution("C", kind="publication", year=2003, stated_languages=3)
    part = {"recipe": "contributions", "kinds": ["publication"]}
    assert told(part, contributions=(found,)) == "Unions published “Data C” in 2003 in three languages."
    named = replace(found, stated_languages=None, languages=("en", "zh"))
    assert told(part, contributions=(named,)).endswith("in two languages (English, Chinese).")


def test_invited_and_answered():
    part = {"recipe": "contributions", "codes": ["A", "B"], "invitations": True}
    facts = (contribution("A"), contribution("B", "invited"))
    assert told(part, contributions=facts).endswith("; one has provided what was asked for.")
    assert told(part, contributions=facts[1:]).endswith("; none has yet provided what was asked for.")


REPLIES = {"recipe": "replies", "included": "draft-report"}


def test_replies_that_are_in_and_too_late_add_up():
    sentences = (
        "By 11 February 2004, the Governments of 4 of the 10 member States asked (40 per cent) had returned",
        "completed surveys. All of them had been received by 31 January 2004. Of these 4 replies, 3 had been",
        "received by 31 December 2003 and are taken into account in the draft report; 1, received from 1 to",
        "31 January 2004, came too late for it. One reply came after the day by which it had been requested,",
        "31 October 2003 or an extension. On 11 February 2004, replies were outstanding from 6 of the 10 member",
        "States asked. Further replies may still be received.",
    )
    assert told(REPLIES) == " ".join(sentences)


def test_no_reply_yet_and_nothing_before_the_sending():
    none = survey(received=0, late=0, outstanding=10)
    assert told(REPLIES, survey=none).startswith("By 11 February 2004, none of the 10 member States asked")
    assert told(REPLIES, survey=survey(sent=None)) == ""


def test_invented_replies_are_called_so():
    assert "invented" in told(REPLIES, survey=survey(synthetic=True))
    assert "invented" not in told(REPLIES)


def test_before_the_cut_off_and_with_every_reply_in():
    assert "is to take into account what is received by 31 December 2003" in told(REPLIES, day=date(2003, 12, 1))
    every = replace(SURVEY, cut_offs=(replace(SURVEY.cut_offs[0], received=4),))
    assert "that is all 4 of these replies" in told(REPLIES, survey=every)
