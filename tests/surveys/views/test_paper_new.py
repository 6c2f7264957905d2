"""Register paper replies one after the other: the State by typing, the day with one key, everything checked."""

import re
from datetime import date

import pytest
from django.urls import reverse

from surveys.models import MemberState, PaperReturn
from tests.factories import make_paper, make_return, make_state, make_survey, make_user
from tests.surveys.uploads import PDF, an_upload
from tests.surveys.views.pages import text_of

pytestmark = pytest.mark.django_db
URL = "/surveys/ilms2003/paper/new/"
NAMES = {
    "CIV": {"en": "Côte d’Ivoire", "fr": "Côte d’Ivoire", "ar": "كوت ديفوار", "de": "Côte d’Ivoire"},
    "NER": {"en": "Niger", "ar": "النيجر", "zh": "尼日尔"},
    "NGA": {"en": "Nigeria", "fr": "Nigéria", "zh": "尼日利亚"},
    "EGY": {"en": "Egypt", "fr": "Égypte", "de": "Ägypten", "ru": "Египет"},
}


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = date(2003, 11, 10)


@pytest.fixture
def staff(client):
    user = make_user("staff@example.org", groups=["office_staff"])
    client.force_login(user)
    return user


@pytest.fixture
def survey(staff):
    """Sent to four States, one of which writes in French; a fifth was not asked."""
    survey = make_survey()
    for iso3, names in NAMES.items():
        language = "fr" if iso3 == "CIV" else "en"
        make_return(survey, make_state(iso3, names=names, correspondence_language=language), staff=staff)
    make_state("ZZZ", names={"en": "Zealand"})
    return survey


def register(client, state="Egypt", *, follow=False, **changes):
    data = {"state": state, "in_geneva_on": "0", "counts": "geneva", "channel": "fax", "key": "a-key", **changes}
    return client.post(URL, data, follow=follow)


def errors(response):
    assert response.status_code == 400
    return response.context["form"].errors


@pytest.mark.parametrize(
    ("typed", "iso3"),
    [
        ("EGY", "EGY"),
        ("egy", "EGY"),
        ("egypte", "EGY"),
        ("ÄGYPTEN", "EGY"),
        ("Египет", "EGY"),
        ("  cote d'iv", "CIV"),
        ("كوت ديفوار", "CIV"),
        ("Niger", "NER"),
        ("nigeri", "NGA"),
        ("尼日尔", "NER"),
    ],
)
def test_a_state_is_known_by_code_name_or_beginning_in_any_language(survey, typed, iso3):
    assert [state.iso3 for state in MemberState.objects.recognized(typed)] == [iso3]


@pytest.mark.parametrize(("typed", "found"), [("nige", {"NER", "NGA"}), ("xyz", set()), ("  ", set()), ("'", set())])
def test_what_is_not_clear_is_not_guessed(survey, typed, found):
    assert {state.iso3 for state in MemberState.objects.recognized(typed)} == found


def test_registers_with_a_state_a_key_for_today_and_a_channel(client, survey, staff):
    response = register(client, "egypte")
    assert (response.status_code, response.url) == (302, f"{URL}?registered=1")
    paper = PaperReturn.objects.get()
    assert (paper.member_state.iso3, paper.received_on, paper.channel) == ("EGY", date(2003, 11, 10), "fax")
    assert (paper.language, paper.registered_by) == ("en", staff)


def test_the_language_is_that_of_the_state_unless_one_is_chosen(client, survey):
    register(client, "CIV")
    register(client, "EGY", language="ar", key="another")
    languages = dict(PaperReturn.objects.values_list("member_state__iso3", "language"))
    assert languages == {"CIV": "fr", "EGY": "ar"}


@pytest.mark.parametrize("typed", ["2003-11-03", "3.11.2003", "03.11.2003", "٣.١١.٢٠٠٣"])
def test_a_day_is_typed_in_the_usual_ways(client, survey, typed):
    register(client, in_geneva_on=typed)
    assert PaperReturn.objects.get().received_on == date(2003, 11, 3)


def test_afterwards_the_page_offers_the_next_and_names_the_last(client, survey):
    page = text_of(register(client, follow=True))
    assert "Register another paper reply" in page
    assert "Registered: Egypt, fax, received on 10 November 2003, receipt No. ILMS2003-00001." in page
    assert reverse("surveys:return_office", args=["ilms2003", "EGY"]) in page
    assert 'name="state" ' in page
    assert "autofocus" in page


def test_what_a_colleague_registered_is_not_named_as_ones_own(client, survey):
    make_paper(survey.returns.get(member_state__iso3="EGY"))
    assert client.get(f"{URL}?registered=1").context["registered"] is None
    assert client.get(f"{URL}?registered=x").status_code == 200


def test_a_double_click_registers_once(client, survey):
    first, second = register(client), register(client)
    assert first.url == second.url
    assert PaperReturn.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("nige", "Write more of the name, or the code. This may be: Niger (NER) · Nigeria (NGA)."),
        ("Atlantis", "No member State has this name or code."),
        ("Zealand", "The survey has not been sent to this State."),
        ("", "This field is required."),
    ],
)
def test_a_state_that_is_none_is_refused_at_its_field(client, survey, typed, message):
    assert errors(register(client, typed)) == {"state": [message]}
    assert not PaperReturn.objects.exists()


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2003-11-11", "This day has not come yet."),
        ("2003-07-14", "The survey had not been sent to the State by this day."),
        ("1919-06-27", "The State was not a member on this day."),
        ("", "The day that counts has to be given."),
        ("31.2.2003", "Enter a day in the form 2003-12-31, or 0 for today."),
        ("00-11-2003", "Enter a day in the form 2003-12-31, or 0 for today."),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_its_field(client, survey, day, message):
    assert errors(register(client, in_geneva_on=day)) == {"in_geneva_on": [message]}
    assert not PaperReturn.objects.exists()


def test_a_second_reply_is_refused_at_the_state_with_the_first_and_a_link(client, survey):
    register(client)
    response = register(client, key="another", channel="post")
    words = "A paper reply of this State is registered already: fax, 10 November 2003, ledger position 1."
    assert errors(response) == {"state": [words]}
    assert re.search(r'<p><a href="/surveys/ilms2003/EGY/office/">', text_of(response))
    assert response.context["form"]["channel"].value() == "post"
    assert PaperReturn.objects.count() == 1


def test_a_key_with_another_content_is_refused(client, survey):
    register(client)
    assert register(client, "CIV").status_code == 409
    assert PaperReturn.objects.count() == 1


def test_a_scan_is_stored_and_its_digest_is_in_the_ledger(client, survey):
    register(client, scan=an_upload(PDF, "reply.pdf"))
    paper = PaperReturn.objects.get()
    scan = paper.scans.get().attachment
    assert (scan.purpose, scan.sha256) == ("scan", paper.scan_sha256)
    assert paper.ledger_record()["scan_sha256"] == scan.sha256


def test_without_a_scan_the_record_is_what_it_was_before_there_were_any(client, survey):
    register(client)
    assert "scan_sha256" not in PaperReturn.objects.get().ledger_record()


def test_a_scan_that_cannot_be_taken_is_refused_at_its_field(client, survey):
    assert list(errors(register(client, scan=an_upload(b"", "empty.pdf")))) == ["scan"]
    assert not PaperReturn.objects.exists()


def test_more_scans_come_later(client, survey):
    register(client)
    url = reverse("surveys:paper_scan", args=["ilms2003", "EGY"])
    responses = [client.post(url, {"scan": an_upload(PDF, "annex.pdf")}) for _ in range(2)]
    assert [response.status_code for response in responses] == [302, 302]
    assert PaperReturn.objects.get().scans.count() == 1
    assert client.post(url, {}).status_code == 400


@pytest.mark.parametrize("groups", [[], ["analyst"], ["administrator"]])
def test_is_for_staff_only(client, survey, groups):
    client.force_login(make_user(groups=groups))
    assert [client.get(URL).status_code, register(client).status_code] == [404, 404]
    assert not PaperReturn.objects.exists()
