"""Search in an edition: all words, wherever they stand, whatever their accents."""

import pytest

from reports.views.search import MOST_TEXTS, search
from tests.reports.views.test_blocks import WORDS, edition, group, question, rights


def remarks(texts):
    given = [{"state": "DZA", "row": "", "text": text, "language": "fr", "attribution": "named"} for text in texts]
    return question("law_title", "text", groups=[group("all", len(given))], texts=given)


def found(query, *texts):
    return search(edition(rights("regular"), remarks(texts)), query, WORDS)


def names(result):
    return [(hit.name, [text.text for text in hit.texts]) for hit in result.hits]


@pytest.mark.parametrize("query", ["equal pay", "PAY, equal!", "no entitlement", "pay entitlement"])
def test_a_question_is_found_by_the_words_of_its_label_and_choices(query):
    assert names(found(query)) == [("payregular_one", [])]


def test_an_open_answer_is_found_whatever_its_accents():
    assert names(found("emigre", "Les émigrés.", "Personne.")) == [("law_title", ["Les émigrés."])]


def test_every_word_has_to_occur_in_one_text():
    assert names(found("women quota", "women only", "a quota for Women")) == [("law_title", ["a quota for Women"])]


@pytest.mark.parametrize("query", ["", "  ", "?!", "nowhere"])
def test_nothing_is_found_without_a_word_or_without_a_hit(query):
    assert names(found(query, "text")) == []


def test_of_many_texts_the_first_are_shown_and_all_are_counted():
    result = found("same words", *["the same words"] * (MOST_TEXTS + 1))
    assert (len(result.hits[0].texts), result.texts, result.is_cut) == (MOST_TEXTS, MOST_TEXTS + 1, True)


def test_a_hit_says_in_which_section_it_stands():
    [hit] = found("equal").hits
    assert (hit.section, hit.title) == ("s", "S")
