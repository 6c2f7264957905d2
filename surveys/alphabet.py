"""Words without their accents, capitals and signs, as people look for them and as lists are ordered."""

import re
import unicodedata

NOT_A_WORD = re.compile(r"[\W_]+")


def plain(words: str) -> str:
    """The words without accents and capitals: Égypte is egypte."""
    decomposed = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def sought(words: str) -> str:
    """The words as a search compares them: plain, and one space for whatever is no letter or digit."""
    return NOT_A_WORD.sub(" ", plain(words)).strip()
