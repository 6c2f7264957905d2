"""The three languages say the same things, with the same facts, in their own grammar."""

import pytest

from reports.paper.languages import LANGUAGES, english, french, spanish
from reports.paper.runs import Run, fields_of, fill, plain

ENGLISH, FRENCH, SPANISH = (LANGUAGES[code] for code in ("en", "fr", "es"))
# Where a language is free to have a form of its own.
OPTIONAL = {"held_listed"}


def forms(sentence):
    return (sentence,) if isinstance(sentence, str) else sentence


@pytest.mark.parametrize("language", [FRENCH, SPANISH], ids=["fr", "es"])
def test_the_same_sentences_with_the_same_fields(language):
    assert language.sentences.keys() - OPTIONAL == ENGLISH.sentences.keys()
    for key, sentence in ENGLISH.sentences.items():
        fields = set().union(*(fields_of(form) for form in forms(sentence)))
        others = [fields_of(form) for form in forms(language.sentences[key])]
        replaced = {"to": "who"} if key == "invited" else {}
        assert {replaced.get(name, name) for found in others for name in found} == fields, key


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_both_forms_have_the_same_fields(language):
    for key, sentence in language.sentences.items():
        if not isinstance(sentence, str):
            assert fields_of(sentence[0]) == fields_of(sentence[1]), key


def listed(language, *items, **options):
    return plain(language.listed([(Run(item),) for item in items], **options))


def test_enumerations():
    assert listed(ENGLISH, "a", "b", "c") == "a, b and c"
    assert listed(ENGLISH, "a, b", "c", "d") == "a, b; c; and d"
    assert listed(ENGLISH, "a, b", "c", light=True) == "a, b and c"
    assert listed(FRENCH, "a, b", "c", "d") == "a, b ; c ; et d"
    assert (listed(SPANISH, "b", "Italia"), listed(SPANISH, "b", "hierro")) == ("b e Italia", "b y hierro")
    assert listed(ENGLISH, "a") == "a"
    assert listed(ENGLISH) == ""


def test_prepositions_swallow_articles():
    assert FRENCH.of("le Directeur") == ("du ", "Directeur")
    assert FRENCH.of("les régions") == ("des ", "régions")
    assert FRENCH.of("Amérique") == ("d’", "Amérique")
    assert SPANISH.of("el Director") == ("del ", "Director")
    assert SPANISH.to("el Instituto") == ("al ", "Instituto")
    assert FRENCH.at("Le Caire") == "au Caire"


def test_one_is_a_word_with_the_records_of_the_number():
    number = ENGLISH.counted(1, ())
    assert plain(ENGLISH.say("recommendation", count=1, n=number, list="x")) == "One recommendation came of this: x."
    assert FRENCH.form(("un", "des"), 0) == "un"
    assert SPANISH.form(("un", "unos"), 0) == "unos"
    assert plain(fill("{n|One} of {n}", n="7")) == "One of 7"
    assert [ENGLISH.number(number) for number in (2, 10, 11, 1234)] == ["two", "ten", "11", "1,234"]


@pytest.mark.parametrize("module", [english, french, spanish])
def test_no_sentence_hides_another_of_the_same_key(module):
    groups = (module.CONSULTATIONS, module.CONTRIBUTIONS, module.REPLIES, module.LISTS, module.PAPER)
    assert len(set().union(*groups)) == sum(map(len, groups))
