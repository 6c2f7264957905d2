"""The draft in the hands of the government or of the Office: who was let in while it was in others writes nothing."""

from datetime import date

import pytest

from surveys.actions.answers import ChangedHands
from surveys.actions.keying import HasDraft, begin_keying
from surveys.actions.rows import change_rows
from surveys.models import Return
from surveys.models.history import acting_as
from surveys.querysets import answers as querysets
from tests.factories import AT, answer, make_focal_point, make_paper, make_return, make_state, make_survey, make_user
from tests.surveys.actions.test_answers import in_threads

pytestmark = pytest.mark.django_db
DAY = date(2003, 12, 1)


@pytest.fixture
def farid():
    return make_user("farid@example.org", groups=["office_staff"])


@pytest.fixture
def paper(farid):
    return make_paper(make_return(make_survey(), make_state()), farid)


def begin(paper, by):
    with acting_as(by):
        begin_keying(paper=paper, by=by, on=DAY)


def test_who_was_let_in_before_the_keying_began_writes_nothing_into_it(paper, farid):
    before = Return.objects.get()
    amina = make_focal_point(before.member_state)
    begin(paper, farid)
    with pytest.raises(ChangedHands):
        answer(before, amina, {"respondent_ministry": "ours"})
    with pytest.raises(ChangedHands), acting_as(amina):
        change_rows(survey_return=before, user=amina, key="k", repeat="laws", operation="add", on=DAY, at=AT)
    assert not before.answers.exists()
    answer(Return.objects.get(), farid, {"respondent_ministry": "theirs"})
    with pytest.raises(ChangedHands):
        answer(before, amina, {"respondent_ministry": "ours"})
    assert before.answers.get().value == "theirs"


def test_without_the_hands_in_the_statement_a_text_of_the_government_reaches_the_office(paper, farid, monkeypatch):
    """The negative control: nothing else keeps the two apart."""
    naive = querysets.SAVE_ANSWER.replace("AND keyed_from_id IS NOT DISTINCT FROM %(keyed_from)s", "")
    assert naive != querysets.SAVE_ANSWER
    monkeypatch.setattr(querysets, "SAVE_ANSWER", naive)
    before = Return.objects.get()
    begin(paper, farid)
    answer(before, make_focal_point(before.member_state), {"respondent_ministry": "ours"})
    assert before.answers.get().value == "ours"


@pytest.mark.django_db(transaction=True)
def test_of_a_government_that_saves_and_a_keying_that_begins_at_once_one_waits_for_the_other():
    staff = make_user(groups=["office_staff"])
    survey = make_survey()
    papers = [make_paper(make_return(survey, make_state(f"Y{n:02}", iso2=f"y{n}")), staff) for n in range(5)]
    owners = [make_focal_point(paper.member_state) for paper in papers]
    before = list(Return.objects.order_by("pk"))

    def act(index):
        try:
            if index % 2:
                begin(papers[index // 2], staff)
            else:
                answer(before[index // 2], owners[index // 2], {"respondent_ministry": "ours"})
        except (ChangedHands, HasDraft):
            return False
        return True

    results = in_threads(10, act)
    assert [saved != begun for saved, begun in zip(results[0::2], results[1::2], strict=True)] == [True] * 5
