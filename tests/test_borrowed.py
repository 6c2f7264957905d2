"""What is loaded is told in our own words; titles and names apart, nothing is copied from the paper of 2004."""

from collections.abc import Iterator

import pytest

from consultations.models import Consultation, Contribution, Organization, Outcome, Participation, Theme
from reports.models import Chapter, Milestone, Report, Topic
from tests.borrowed import LENGTH, borrowed, digest_of, digests, runs_of
from tests.rounds import the_round  # noqa: F401 (a fixture)

# Titles of meetings and of the paper, and names, are what they are; everything else is ours.
TITLES = {(Consultation, "titles"), (Theme, "titles"), (Organization, "names"), (Organization, "aliases")}
LOADED = [Chapter, Consultation, Contribution, Milestone, Organization, Outcome, Participation, Report, Theme, Topic]


def texts_in(value) -> Iterator[str]:
    """Every text in a value of JSON; the title of the paper is one."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from texts_in(part) if key != "paper.title" else ()
    elif isinstance(value, list):
        for part in value:
            yield from texts_in(part)


def texts_of(row) -> Iterator[str]:
    """Every text of a row, titles and names apart."""
    for field in row._meta.concrete_fields:
        if (type(row), field.name) not in TITLES:
            yield from texts_in(getattr(row, field.attname))


def names_there() -> list[str]:
    """The titles and names that may stand in texts as they are."""
    return [text for model, field in TITLES for row in model.objects.all() for text in texts_in(getattr(row, field))]


@pytest.mark.django_db
@pytest.mark.usefixtures("the_round")
def test_nothing_that_is_loaded_is_copied_from_the_paper():
    names = names_there()
    texts = [text for model in LOADED for row in model.objects.all() for text in texts_of(row)]
    assert len(texts) > 1500
    assert [run for text in texts for run in borrowed(text, names=names)] == []


def test_a_run_of_the_paper_is_found():
    """The control: the title of its first theme has exactly eight words."""
    title = "International labour migration in the era of globalization"
    assert borrowed(f"It was about “{title}”.") == [next(runs_of(title))]
    assert borrowed(f"It was about “{title}”.", names=[title]) == []
    assert borrowed("International labour migration in the age of globalization") == []


def test_the_digests_are_those_of_runs_and_no_text():
    assert LENGTH == 8
    assert len(digests()) == 2254
    assert {len(digest) for digest in digests()} == {12}
    assert digest_of("policies and structures for more orderly migration for") in digests()
