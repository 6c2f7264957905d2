"""The languages of the paper."""

from reports.paper.grammar import Language
from reports.paper.languages.english import ENGLISH
from reports.paper.languages.french import FRENCH
from reports.paper.languages.spanish import SPANISH

LANGUAGES: dict[str, Language] = {language.code: language for language in (ENGLISH, FRENCH, SPANISH)}
