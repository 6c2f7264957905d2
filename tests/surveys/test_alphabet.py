import pytest

from surveys.alphabet import plain, sought


@pytest.mark.parametrize(
    ("words", "without"),
    [
        ("Égypte", "egypte"),
        ("São Tomé", "sao tome"),
        ("أفغانستان", "افغانستان"),
        ("阿富汗", "阿富汗"),
        ("Türkei", "turkei"),
    ],
)
def test_accents_and_capitals_do_not_count(words, without):
    assert plain(words) == without


@pytest.mark.parametrize(
    ("words", "as_sought"),
    [
        ("Côte d’Ivoire", "cote d ivoire"),
        ("cote d'ivoire", "cote d ivoire"),
        ("Guinea-Bissau", "guinea bissau"),
        ("  Saint  Kitts & Nevis ", "saint kitts nevis"),
        ("_%'--", ""),
    ],
)
def test_signs_are_spaces_to_a_search(words, as_sought):
    assert sought(words) == as_sought
