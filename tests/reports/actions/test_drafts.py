"""Versions of a chapter: figures bound, errors with their places, two people at once, nothing lost."""

import threading

import pytest
from django.db import InternalError, close_old_connections, transaction

from reports.actions.drafts import ChosenAlready, NotBound, choose
from reports.actions.figures import NotAFigure, give_code
from reports.models import ChapterDraft, DraftFigure, Figure
from reports.rendering.chapters.controls import controls, fill
from reports.rendering.chapters.package import read_word
from tests.factories import AT, make_survey, make_user
from tests.reports.chapters import code, make_chapter, make_report, store
from tests.reports.rendering.chapters.word_files import bindings, word
from tests.reports.test_compile import compile_now, reply

pytestmark = pytest.mark.django_db
ORIGIN = "country_roles/choice/origin/all"


@pytest.fixture
def edition():
    survey = make_survey()
    reply(survey, "DZA", country_roles=["origin"])
    reply(survey, "FRA", region="europe_central_asia", country_roles=["transit"])
    return compile_now(survey)


@pytest.fixture
def chapter(edition):
    return make_chapter(make_report(edition.survey))


def test_a_version_is_stored_with_its_figures_and_its_text(edition, chapter):
    figure = code(chapter.report, edition, ORIGIN)
    draft = store(chapter, word("Before.", f"Of the Governments [[{figure.code}]] said so."))
    assert (draft.number, draft.based_on, draft.is_aside) == (1, None, False)
    [use] = draft.figures.all()
    assert (use.figure, use.text, use.part, use.paragraph) == (figure, "1 of 2", "body", 2)
    assert [found["text"] for found in draft.paragraphs] == ["Before.", "Of the Governments 1 of 2 said so."]
    assert [control.code for control in controls(read_word(draft.path.read_bytes()))] == [figure.code]


def test_the_words_are_in_the_language_of_the_chapter(edition, chapter):
    code(chapter.report, edition, ORIGIN)
    assert store(chapter, word("[[F1]]"), language="fr").figures.get().text == "1 sur 2"


def test_an_unknown_code_is_an_error_with_its_place_and_nothing_is_stored(edition, chapter):
    code(chapter.report, edition, ORIGIN)
    with pytest.raises(NotBound) as refused:
        store(chapter, word("Fine: [[F1]].", "Here [[F77]] is wrong."))
    [fault] = refused.value.faults
    assert (fault.kind, fault.said, fault.place.number) == ("code", "[[F77]]", 2)
    assert "is wrong" in fault.place.words
    assert not ChapterDraft.objects.exists()
    assert not DraftFigure.objects.exists()


def test_a_field_that_names_another_edition_or_nothing_is_an_error_with_its_place(edition, chapter):
    code(chapter.report, edition, ORIGIN)
    file = read_word(store(chapter, word("Text [[F1]].")).path.read_bytes())
    fill(controls(file)[0], bindings(F1="9 of 9")["F1"])
    with pytest.raises(NotBound) as refused:
        store(chapter, file.to_bytes(), based_on=1)
    [fault] = refused.value.faults
    assert (fault.kind, fault.said, fault.place.number) == ("control", "9 of 9", 1)


def test_the_second_of_two_stands_aside_and_both_are_kept(chapter):
    store(chapter, word("First."))
    one = store(chapter, word("One."), based_on=1)
    two = store(chapter, word("Two."), based_on=1)
    assert (one.is_aside, two.is_aside) == (False, True)
    assert [draft.path.is_file() for draft in (one, two)] == [True, True]
    assert ChapterDraft.objects.current().get() == one
    assert list(ChapterDraft.objects.undecided()) == [two]
    three = store(chapter, word("Three."), based_on=2)
    assert not three.is_aside


def test_the_first_version_twice(chapter):
    assert [store(chapter, word(text)).is_aside for text in ("One.", "Two.")] == [False, True]


def test_what_stood_aside_becomes_the_next_version(edition, chapter):
    code(chapter.report, edition, ORIGIN)
    current = store(chapter, word("One."))
    aside, by = store(chapter, word("Two [[F1]].")), make_user(groups=["office_staff"])
    with pytest.raises(ChosenAlready):
        choose(draft=aside, kind="taken", seen=0, by=by, at=AT)
    taken = choose(draft=aside, kind="taken", seen=current.number, by=by, at=AT)
    assert (taken.number, taken.based_on, taken.sha256) == (3, current, aside.sha256)
    assert taken.figures.get().text == "1 of 2"
    assert ChapterDraft.objects.current().get() == taken
    with pytest.raises(ChosenAlready):
        choose(draft=aside, kind="kept", seen=3, by=by, at=AT)


def test_what_stood_aside_can_stay_there(chapter):
    current, aside = store(chapter, word("One.")), store(chapter, word("Two."))
    assert choose(draft=aside, kind="kept", seen=1, by=make_user(), at=AT) is None
    assert ChapterDraft.objects.current().get() == current
    assert not ChapterDraft.objects.undecided().exists()


def test_a_version_never_changes_and_never_goes(edition, chapter):
    code(chapter.report, edition, ORIGIN)
    draft = store(chapter, word("[[F1]]"))
    for change in (
        lambda: ChapterDraft.objects.filter(pk=draft.pk).update(note="x"),
        lambda: draft.figures.all().update(text="2 of 2"),
        lambda: Figure.objects.all().update(n=5),
        lambda: draft.figures.all().delete(),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            change()


def test_the_same_cell_of_the_same_edition_has_one_code(edition, chapter):
    report = chapter.report
    first, again = code(report, edition, ORIGIN), code(report, edition, ORIGIN)
    other = code(report, edition, "country_roles/choice/transit/all")
    assert (first.code, again.code, other.code) == ("F1", "F1", "F2")
    assert (first.value, first.n, first.base) == (1, 1, 2)


@pytest.mark.parametrize("address", ["country_roles/choice/nothing/all", "nothing", "a/b/c/d"])
def test_a_cell_that_is_not_there_gets_no_code(edition, chapter, address):
    with pytest.raises(NotAFigure) as refused:
        give_code(report=chapter.report, summary=edition, address=address, by=make_user(), at=AT)
    assert refused.value.code == "gone"


@pytest.mark.django_db(transaction=True)
def test_two_people_who_store_at_once_lose_nothing():
    chapter = make_chapter(make_report(make_survey()))
    people = [make_user(groups=["office_staff"]) for _ in range(4)]
    ready, faults = threading.Barrier(len(people)), []

    def send(by):
        try:
            ready.wait()
            store(chapter, word(f"Of {by.pk}."), by=by)
        except BaseException as fault:
            faults.append(fault)
        finally:
            close_old_connections()

    threads = [threading.Thread(target=send, args=[by]) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    drafts = chapter.drafts.order_by("number")
    assert [draft.number for draft in drafts] == [1, 2, 3, 4]
    assert [draft.is_aside for draft in drafts] == [False, True, True, True]
    assert all(draft.path.is_file() for draft in drafts)
