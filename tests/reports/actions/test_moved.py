"""A chapter's figures against a later edition: exactly those that moved, why, and the file with the new numbers."""

from datetime import timedelta

import pytest

from reports.actions.checking import AGREES, GONE, MOVED, REMOVED, UNTRACEABLE, check
from reports.actions.moved import moved_by_chapter, moved_figures
from reports.actions.renewal import renew, what_renewal_does
from reports.rendering.chapters.controls import controls
from reports.rendering.chapters.package import W, read_word
from reports.rendering.chapters.paragraphs import extracted
from surveys.actions.returns import begin_amendment
from tests.factories import AT, answer, appoint, make_survey, make_user
from tests.reports.chapters import code, make_chapter, make_report, store
from tests.reports.rendering.chapters.word_files import word
from tests.reports.test_compile import DECEMBER, JANUARY, compile_now, reply
from tests.surveys.actions.test_submissions import sign

pytestmark = pytest.mark.django_db
ROLES = "country_roles"
# What a late reply of an African country of origin moves, and what it does not.
MOVES = [
    f"{ROLES}/choice/origin/all",
    f"{ROLES}/choice/origin/africa",
    f"{ROLES}/answered/-/all",
    f"{ROLES}/answered/-/africa",
    "data_reference_year/median/-/all",
]
STAYS = [
    f"{ROLES}/choice/transit/all",
    f"{ROLES}/choice/origin/europe_central_asia",
    f"{ROLES}/choice/destination/all",
    f"{ROLES}/answered/-/europe_central_asia",
    f"{ROLES}/dont_know/-/all",
]


@pytest.fixture
def survey():
    survey = make_survey()
    reply(survey, "DZA", country_roles=["origin"], data_reference_year=2000)
    reply(survey, "FRA", region="europe_central_asia", country_roles=["transit"], data_reference_year=2000)
    reply(survey, "EGY", DECEMBER + timedelta(5), country_roles=["origin"], data_reference_year=2003)
    return survey


@pytest.fixture
def edition(survey):
    return compile_now(survey)


@pytest.fixture
def chapter(edition):
    """A chapter with ten bound figures, one in each paragraph."""
    report = make_report(edition.survey)
    chapter, by = make_chapter(report), make_user()
    figures = [code(report, edition, address, by) for address in [*MOVES, *STAYS]]
    store(chapter, word(*(f"Paragraph of {figure.address}: [[{figure.code}]]." for figure in figures)))
    return chapter


def amend(survey, iso3, **values):
    """Another reply of the State in January, in the place of the one before."""
    survey_return, user = survey.returns.get(member_state__iso3=iso3), make_user()
    appoint(user, survey_return.member_state)
    begin_amendment(survey_return=survey_return, user=user, on=DECEMBER)
    survey_return.refresh_from_db()
    answer(survey_return, user, values)
    sign(survey_return, user, day=JANUARY, reason="Corrected.")


def addresses(moved):
    return [one.use.figure.address for one in moved]


def current_file(chapter):
    return read_word(chapter.drafts.current().get().path.read_bytes())


def checked(file, chapter):
    return check(file=file, chapter=chapter, base=chapter.drafts.current().get())


def states(found):
    return {one.code: one.state for one in found.found}


def unlink(file, code, text=None):
    """Take the control of a figure away, what stood in it or another text in its place."""
    control = next(one.element for one in controls(file) if one.code == code)
    for run in list(control.find(f"{W}sdtContent")):
        if text is not None:
            run.find(f"{W}t").text = text
        control.addprevious(run)
    control.getparent().remove(control)


def test_a_chapter_with_ten_bound_figures_flags_exactly_those_that_a_later_edition_moved(survey, chapter):
    assert moved_figures(chapter) == []
    later = compile_now(survey, JANUARY)
    moved = moved_figures(chapter)
    assert addresses(moved) == MOVES
    assert {one.edition for one in moved} == {later}
    assert [(one.use.text, one.new.n, one.new.base) for one in moved][0] == ("1 of 3", 2, 3)


def test_an_edition_of_an_earlier_day_moves_nothing(survey, edition, chapter):
    compile_now(survey, DECEMBER - timedelta(60))
    assert moved_figures(chapter) == []


def test_the_chapters_of_a_report_are_asked_in_a_fixed_number_of_queries(
    survey, chapter, django_assert_max_num_queries
):
    compile_now(survey, JANUARY)
    for order in (2, 3):
        store(make_chapter(chapter.report, order), word("[[F1]] and [[F6]]"))
    with django_assert_max_num_queries(4):
        found = moved_by_chapter(chapter.report)
    assert sorted(len(moved) for moved in found.values()) == [1, 1, 5]


def test_the_check_says_what_moved_to_what_and_by_whose_reply(survey, chapter):
    compile_now(survey, JANUARY)
    found = checked(current_file(chapter), chapter)
    assert [one.state for one in found.found] == [MOVED] * 5 + [AGREES] * 5
    first = found.found[0]
    assert (first.said, first.new, first.place.number) == ("1 of 3", "2 of 3", 1)
    assert [(why.kind, why.states) for why in first.why] == [("came", ["EGY"])]
    assert found.found[4].said == "2000 (2 of 3)"


def test_a_reply_that_took_the_place_of_another_is_named_as_such(survey, chapter):
    amend(survey, "FRA", country_roles=["origin"])
    compile_now(survey, JANUARY)
    why = {one.code: one.why for one in checked(current_file(chapter), chapter).found}
    assert [(one.kind, one.states) for one in why["F1"]] == [("came", ["EGY"]), ("replaced", ["FRA"])]


def test_what_was_typed_over_is_untraceable_with_its_place(chapter):
    file = current_file(chapter)
    next(controls(file)[2].element.iter(f"{W}t")).text = "99 of 100"
    unlink(file, "F5")
    unlink(file, "F7", "17 of 18")
    found = {one.code: one for one in checked(file, chapter).found}
    assert {key for key, one in found.items() if one.state == UNTRACEABLE} == {"F3", "F5", "F7"}
    assert (found["F3"].reason, found["F3"].said, found["F3"].old) == ("changed", "99 of 100", "2 of 3")
    assert [(found[key].reason, found[key].place.number) for key in ("F5", "F7")] == [
        ("unlinked", 5),
        ("unlinked", 7),
    ]
    assert found["F5"].place.words.endswith("2000 (2 of 3).")


def test_of_a_figure_that_stands_there_twice_the_one_is_missed_that_was_taken_away(survey, edition):
    report = make_report(survey)
    chapter = make_chapter(report)
    code(report, edition, MOVES[0])
    store(chapter, word("In all, [[F1]] are of origin.", "Something else.", "Once more: [[F1]]."))
    file = current_file(chapter)
    unlink(file, "F1", "about half")
    found = {one.state: one for one in checked(file, chapter).found}
    assert found.keys() == {AGREES, UNTRACEABLE}
    assert (found[AGREES].place.number, found[UNTRACEABLE].place.number) == (3, 1)


def test_a_figure_that_was_moved_to_another_paragraph_is_not_missed(chapter):
    file = current_file(chapter)
    there = controls(file)
    there[9].element.addnext(there[0].element)
    assert set(states(checked(file, chapter)).values()) == {AGREES}


def test_a_passage_that_was_taken_out_is_told_as_that(chapter):
    file = current_file(chapter)
    for paragraph in list(file.body.iter(f"{W}p")):
        if "destination" in "".join(paragraph.itertext()):
            for child in list(paragraph):
                paragraph.remove(child)
    found = states(checked(file, chapter))
    assert found["F8"] in {REMOVED, UNTRACEABLE}
    assert list(found.values()).count(AGREES) == 9


def test_a_field_of_another_report_is_untraceable(chapter):
    file = current_file(chapter)
    controls(file)[0].element.find(f"{W}sdtPr/{W}tag").set(f"{W}val", "figure:F1:7:abcdef123456:en")
    assert [one.reason for one in checked(file, chapter).found if one.state == UNTRACEABLE] == ["unknown"]


def test_codes_that_are_still_typed_are_told(chapter):
    found = check(file=read_word(word("[[F1]] and [[F99]]")), chapter=chapter, base=None)
    assert [(one.state, one.said, one.new) for one in found.found] == [
        ("code", "[[F1]]", "1 of 3"),
        ("code", "[[F99]]", ""),
    ]


def test_a_cell_that_is_gone_is_an_error_with_its_place_never_a_blank(survey, edition):
    report = make_report(survey)
    chapter = make_chapter(report)
    code(report, edition, "data_reference_year/maximum/-/europe_central_asia")
    store(chapter, word("Before.", "At most [[F1]]."))
    amend(survey, "FRA", data_reference_year={"missing": "dont_know"})
    user = make_user(groups=["office_staff"])
    later = compile_now(survey, JANUARY)
    [moved] = moved_figures(chapter)
    assert moved.is_gone
    draft = chapter.drafts.current().get()
    [found] = what_renewal_does(draft=draft).found
    assert (found.state, found.reason, found.place.number) == (GONE, "gone", 2)
    renewed = renew(draft=draft, edition=later, by=user, at=AT)
    assert (renewed.renewed, renewed.left) == (0, 1)
    assert extracted(renewed.file)[1]["text"] == "At most 2000 (1 of 1)."


def test_one_press_gives_the_file_with_the_new_numbers(survey, chapter):
    later, by = compile_now(survey, JANUARY), make_user(groups=["office_staff"])
    draft = chapter.drafts.current().get()
    renewed = renew(draft=draft, edition=later, by=by, at=AT)
    assert (renewed.renewed, renewed.left) == (10, 0)
    again = read_word(renewed.file.to_bytes())
    assert {control.edition for control in controls(again)} == {later.number}
    assert extracted(again)[0]["text"].endswith("2 of 3.")
    stored = store(chapter, again.to_bytes(), based_on=1, by=by)
    assert not stored.is_aside
    assert moved_figures(chapter) == []
    assert set(states(checked(current_file(chapter), chapter)).values()) == {AGREES}
