"""The pages of a chapter's versions, as people send them."""

import io
import zipfile
from secrets import token_hex

import docx
import pytest
from django.urls import reverse

from reports.models import ChapterDraft, Figure
from surveys.models.history import acting_as
from tests.factories import make_survey, make_user
from tests.reports.actions.test_moved import MOVES, amend
from tests.reports.chapters import an_upload, code, make_chapter, make_report, store
from tests.reports.rendering.chapters.word_files import members, packed, word
from tests.reports.test_compile import JANUARY, compile_now, reply
from tests.surveys.uploads import office

pytestmark = pytest.mark.django_db
ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100


@pytest.fixture
def survey():
    survey = make_survey()
    reply(survey, "DZA", country_roles=["origin"])
    reply(survey, "FRA", region="europe_central_asia", country_roles=["transit"])
    return survey


@pytest.fixture
def chapter(survey):
    report = make_report(survey)
    code(report, compile_now(survey), MOVES[0])
    return make_chapter(report)


@pytest.fixture
def farid(client):
    farid = make_user(groups=["office_staff"])
    client.force_login(farid)
    return farid


def at(name, *more):
    return reverse(f"reports:{name}", args=["ilms2003", 1, *more])


def send(client, content, *, name="chapter.docx", **data):
    fields = {"key": token_hex(16), "language": "en", "note": "", "based_on": 0, **data}
    return client.post(at("drafts"), {**fields, "file": an_upload(content, name)})


def test_a_file_becomes_a_version_and_is_given_back(client, farid, chapter):
    answer = send(client, word(["In all [[", "F1]]", " said so."]), note="First.")
    assert (answer.status_code, answer["Location"]) == (302, at("draft", 1))
    page = client.get(at("draft", 1)).content.decode()
    assert "In all 1 of 2 said so." in page
    file = client.get(at("draft_file", 1))
    assert file["Content-Disposition"] == 'attachment; filename="ilms2003-chapter-1-version-1.docx"'
    assert docx.Document(io.BytesIO(b"".join(file.streaming_content))).paragraphs


def test_an_unknown_code_is_told_with_its_place_and_what_was_typed_stays(client, farid, chapter):
    answer = send(client, word("Fine.", "Here [[F99]] is."), note="My note")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "[[F99]]" in page and "Paragraph 2" in page and "My note" in page
    assert not ChapterDraft.objects.exists()


def bomb():
    parts = members(word("x"))
    parts["word/media/a.bin"] = b"\0" * 210_000_000
    return packed(parts)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"hello", "This is no Word file"),
        (office("spreadsheetml.sheet"), "This is no Word file"),
        (office("wordprocessingml.document", **{"word/vbaProject.bin": b"x"}), "macros"),
        (ENCRYPTED, "protected by a password"),
        (ENCRYPTED[:500], "old format"),
        (word("x")[:-200], "damaged"),
        (b"PK\x03\x04" + b"\0" * 40, "damaged"),
    ],
)
def test_each_bad_file_has_a_message_of_its_own(client, farid, chapter, content, words):
    answer = send(client, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ChapterDraft.objects.exists()


def test_a_bomb_a_huge_part_and_a_huge_file_are_refused(client, farid, chapter, settings):
    assert "Unpacked, the file is too large" in send(client, bomb()).content.decode()
    parts = members(word("x"))
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"</w:body>", b" " * 31_000_000 + b"</w:body>")
    assert "Unpacked, the file is too large" in send(client, packed(parts)).content.decode()
    settings.ATTACHMENT_MOST_BYTES = 1000
    assert send(client, word("x")).status_code == 413


def test_a_part_with_a_document_type_or_strict_xml_is_refused(client, farid, chapter):
    parts = members(word("x"))
    entity = b'<!DOCTYPE w [<!ENTITY a "b">]>'
    body = parts["word/document.xml"]
    evil = {**parts, "word/document.xml": body.replace(b"?>", b"?>" + entity, 1)}
    assert "damaged" in send(client, packed(evil)).content.decode()
    old, new = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/w/main"
    assert (
        "Strict Open XML"
        in send(client, packed({**parts, "word/document.xml": body.replace(old, new)})).content.decode()
    )


def test_sending_twice_is_one_version(client, farid, chapter):
    key = token_hex(16)
    content = word("Once.")
    answers = [send(client, content, key=key) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [at("draft", 1)] * 2
    assert ChapterDraft.objects.count() == 1
    assert send(client, word("Other."), key=key).status_code == 409


def test_the_second_upload_gets_409_with_both_kept_and_the_way_to_choose(client, farid, chapter):
    store(chapter, word("A paragraph of one.", "Same."))
    store(chapter, word("A paragraph of one, then.", "Same."), based_on=1)
    answer = send(client, word("A paragraph of two.", "Same."), based_on=1)
    assert answer.status_code == 409
    assert at("draft_compare") + "?from=2&amp;to=3" in answer.content.decode()
    page = client.get(at("draft_compare"), {"from": 2, "to": 3}).content.decode()
    assert "<ins>two</ins>" in page
    chosen = client.post(at("draft_choose", 3), {"key": token_hex(16), "kind": "taken", "seen": 2})
    assert (chosen.status_code, chosen["Location"]) == (302, at("draft", 4))
    again = client.post(at("draft_choose", 3), {"key": token_hex(16), "kind": "kept", "seen": 4})
    assert again.status_code == 409


def test_the_editor_makes_a_word_file_and_keeps_the_text(client, farid, chapter):
    text = "# Trends\n\nIn all [[F1]]^[A note on [[F1]].] said so.\n\n- one\n- two"
    fields = {"key": token_hex(16), "language": "en", "note": "", "based_on": 0, "text": text}
    answer = client.post(at("draft_write"), fields)
    assert answer["Location"] == at("draft", 1)
    draft = ChapterDraft.objects.get()
    told = [(found["part"], found["level"], found["text"]) for found in draft.paragraphs]
    assert told == [
        ("body", 1, "Trends"),
        ("body", 0, "In all 1 of 2 said so."),
        ("body", 0, "one"),
        ("body", 0, "two"),
        ("footnote", 0, " A note on 1 of 2."),
    ]
    assert "[[F1]]" in client.get(at("draft_write")).content.decode()
    wrong = client.post(at("draft_write"), {**fields, "key": token_hex(16), "based_on": 1, "text": "See [[F7]]."})
    assert wrong.status_code == 422
    assert "See [[F7]]." in wrong.content.decode()


def test_a_document_is_checked_and_not_stored(client, farid, survey, chapter):
    draft = store(chapter, word("In all [[F1]] said so."))
    amend(survey, "FRA", country_roles=["origin"])
    compile_now(survey, JANUARY)
    answer = client.post(at("draft_check"), {"file": an_upload(draft.path.read_bytes())})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "2 of 2" in page and "Replaced their reply:" in page and "State FRA" in page and "Paragraph 1" in page
    assert ChapterDraft.objects.count() == 1
    assert client.post(at("draft_check"), {}).status_code == 422
    assert client.post(at("draft_check"), {"file": an_upload(b"x")}).status_code == 422


def test_new_numbers_as_a_file_and_as_a_version(client, farid, survey, chapter):
    store(chapter, word("In all [[F1]] said so."))
    amend(survey, "FRA", country_roles=["origin"])
    compile_now(survey, JANUARY)
    assert "moves 1 figure of this chapter" in client.get(at("drafts")).content.decode()
    wanted = {"key": token_hex(16), "edition": 2, "based_on": 1}
    file = client.post(at("draft_renew"), {**wanted, "into": "file"})
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        assert b"2 of 2" in archive.read("word/document.xml")
    answer = client.post(at("draft_renew"), {**wanted, "into": "version"})
    assert answer["Location"] == at("draft", 2)
    assert "moves 1 figure" not in client.get(at("drafts")).content.decode()
    assert client.post(at("draft_renew"), {**wanted, "key": token_hex(16)}).status_code == 409


def test_a_figure_is_chosen_and_gets_its_code(client, farid, chapter):
    new = reverse("reports:figure_new", args=["ilms2003"])
    wanted = {"edition": 1, "question": "country_roles", "what": "choice/transit", "group": "all"}
    assert "1 of 2" in client.get(new, wanted).content.decode()
    cell = {"key": token_hex(16), "edition": 1, "cell": "country_roles/choice/transit/all"}
    assert client.post(new, cell)["Location"].endswith("?q=F2")
    assert client.post(new, {**cell, "key": token_hex(16)})["Location"].endswith("?q=F2")
    assert client.post(new, {**cell, "key": token_hex(16), "cell": "a/b/c/d"}).status_code == 422
    bank = reverse("reports:figures", args=["ilms2003"])
    assert "[[F2]]" in client.get(bank, {"q": "transit"}).content.decode()
    assert "[[F2]]" not in client.get(bank, {"q": "F1"}).content.decode()


def test_a_figure_that_would_reveal_a_state_gets_no_code(client, farid):
    survey = make_survey("other")
    wanted = {"country_roles": ["origin"]}
    hidden = reply(survey, "DZA", **wanted)
    assert hidden
    edition = compile_now(survey)
    content = {**edition.content}
    block = next(one for one in content["questions"] if one["question"] == "country_roles")
    for found in block["groups"]:
        found["hidden"] = True
        found.pop("choices")
    edition.pk, edition.number, edition.content = None, 2, content
    edition.ledger_position += 1
    with acting_as("tests"):
        edition.save(force_insert=True)
    make_report(survey)
    new = reverse("reports:figure_new", args=["other"])
    page = client.get(new, {"edition": 2, "question": "country_roles", "what": "choice/origin", "group": "all"})
    assert "so that no State is revealed" in page.content.decode()
    sent = client.post(new, {"key": token_hex(16), "edition": 2, "cell": "country_roles/choice/origin/all"})
    assert sent.status_code == 422
    assert "so that no State is revealed" in sent.content.decode()
    assert not Figure.objects.exists()


def test_lists_take_the_same_number_of_queries_however_long(client, farid, chapter, django_assert_max_num_queries):
    store(chapter, word("[[F1]]"))
    with django_assert_max_num_queries(30) as few:
        client.get(at("drafts"))
    for number in (1, 2, 3):
        store(chapter, word(f"[[F1]] {number}"), based_on=number)
        store(chapter, word("Aside."), based_on=0)
    with django_assert_max_num_queries(len(few)):
        client.get(at("drafts"))


def test_the_whole_report_is_downloaded(client, farid, chapter):
    store(chapter, word("In all [[F1]]."))
    address = reverse("reports:whole_report_file", args=["ilms2003"])
    for kind, begins in (("docx", b"PK"), ("pdf", b"%PDF")):
        answer = client.get(address, {"format": kind, "language": "en"})
        assert answer.content.startswith(begins)
        assert answer["Content-Disposition"].endswith(f'-en.{kind}"')
    assert client.get(address, {"format": "odt", "language": "en"}).status_code == 400
