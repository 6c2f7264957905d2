"""The translations: found in the sources, kept in locale/, compiled for Django, and checked as a gate.

    python -m ilc_migration.catalogues extract [LANGUAGE…] | compile | check

A catalogue that exists is complete: `check` fails on a text that is missing, superfluous, fuzzy or
untranslated, and on a translation whose placeholders or tags differ from the original's. English may leave a
translation empty.
"""

import argparse
import io
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.plurals import get_plural
from django.utils.translation.template import templatize

BASE_DIR = Path(__file__).resolve().parent.parent
SOURCES = ("templates", "surveys", "consultations", "reports", "ilc_migration")
SOURCE_LANGUAGE = "en"
# Django's names of the catalogues' folders.
LANGUAGES = ("en", "fr", "es", "ar", "zh_Hans", "de", "ru")
LAZY = {f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")}
# `_now` is gettext beside a `_` that is lazy.
KEYWORDS = {**DEFAULT_KEYWORDS, **LAZY, "gettext_noop": None, "_now": None}

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
TAG = re.compile(r"</?[a-z][a-z0-9]*")

# Context, text, plural: what makes two texts the same.
Key = tuple[str | None, str, str]


@dataclass
class Text:
    """One text of the sources."""

    key: Key
    files: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


def find_texts(root: Path) -> dict[Key, Text]:
    """Return the texts below `root`, in the order of files and lines."""
    texts: dict[Key, Text] = {}
    for path in _source_files(root):
        name = path.relative_to(root).as_posix()
        for key, comments in _texts_of(path):
            text = texts.setdefault(key, Text(key))
            text.files += [name] if name not in text.files else []
            text.comments += [comment for comment in comments if comment not in text.comments]
    return texts


def extract_into(root: Path, languages: Sequence[str]) -> list[Path]:
    """Bring the catalogues of `languages` up to the sources: translations stay, texts that are gone go."""
    texts = find_texts(root)
    paths = [_catalogue(root, language) for language in languages or existing(root)]
    for path in paths:
        known = {_key(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}
        catalogue = polib.POFile(wrapwidth=110)
        catalogue.metadata = _header(_language(path))
        catalogue.extend(_entry(text, known.get(text.key), _language(path)) for text in texts.values())
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path), newline="\n")
    return paths


def compile_all(root: Path) -> list[Path]:
    """Write the compiled catalogue beside each that exists; each appears whole."""
    compiled = []
    for language in existing(root):
        path = _catalogue(root, language)
        draft = path.with_suffix(".mo.part")
        polib.pofile(str(path)).save_as_mofile(str(draft))
        compiled.append(draft.replace(path.with_suffix(".mo")))
    return compiled


def check(root: Path) -> list[str]:
    """Return one line for each fault of each catalogue, with file and line."""
    texts = find_texts(root)
    faults = []
    for language in existing(root):
        path = _catalogue(root, language)
        entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
        known = {_key(entry) for entry in entries}
        name = path.relative_to(root).as_posix()
        faults += [
            f"{name}: missing: {key[1]!r} ({text.files[0]})" for key, text in texts.items() if key not in known
        ]
        for entry in entries:
            found = "superfluous" if _key(entry) not in texts else _fault(entry, language)
            faults += [f"{name}:{entry.linenum}: {found}: {entry.msgid!r}"] if found else []
    return faults


def existing(root: Path) -> list[str]:
    """Return the languages that have a catalogue."""
    return [language for language in LANGUAGES if _catalogue(root, language).exists()]


def _source_files(root: Path) -> Iterator[Path]:
    for source in SOURCES:
        for path in sorted((root / source).rglob("*")):
            if path.suffix == ".py" or (path.suffix in (".html", ".txt") and "templates" in path.parts):
                yield path


def _texts_of(path: Path) -> Iterator[tuple[Key, list[str]]]:
    source = path.read_text()
    if path.suffix != ".py":
        # What is left of a template looks like Python, but for its indentation.
        source = "\n".join(line.strip() for line in templatize(source, origin=str(path)).splitlines())
    found = extract(
        "python", io.BytesIO(source.encode()), KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for _line, message, comments, context in found:
        text, plural = message if isinstance(message, tuple) else (message, "")
        yield (context, text, plural), comments


def _catalogue(root: Path, language: str) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def _language(path: Path) -> str:
    return path.parent.parent.name


def _header(language: str) -> dict[str, str]:
    # No date: a catalogue changes only when a text does.
    return {
        "Project-Id-Version": "ilc-migration",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": f"{get_plural(language).plural_forms};".replace(";;", ";"),
    }


def _key(entry: polib.POEntry) -> Key:
    return (entry.msgctxt or None, entry.msgid, entry.msgid_plural or "")


def _entry(text: Text, known: polib.POEntry | None, language: str) -> polib.POEntry:
    context, msgid, plural = text.key
    entry = polib.POEntry(msgctxt=context, msgid=msgid, msgid_plural=plural, comment="\n".join(text.comments))
    entry.occurrences = [(name, "") for name in text.files]
    if "%(" in msgid + plural:
        entry.flags.append("python-format")
    if plural:
        entry.msgstr_plural = dict.fromkeys(range(get_plural(language).num_plurals), "")
    if known is not None:
        entry.msgstr, entry.tcomment = known.msgstr, known.tcomment
        entry.msgstr_plural |= known.msgstr_plural
        entry.flags += ["fuzzy"] if known.fuzzy else []
    return entry


def _fault(entry: polib.POEntry, language: str) -> str:
    if entry.fuzzy:
        return "fuzzy"
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(forms):
        return "" if language == SOURCE_LANGUAGE and not any(forms) else "untranslated"
    if entry.msgid_plural and len(forms) != get_plural(language).num_plurals:
        return f"{len(forms)} plural forms instead of {get_plural(language).num_plurals}"
    return _difference(entry, forms, _placeholders, "placeholders") or _difference(entry, forms, _tags, "tags")


def _difference(entry: polib.POEntry, forms: Sequence[str], parts: Callable[[str], list[str]], name: str) -> str:
    original = Counter(parts(entry.msgid_plural or entry.msgid))
    *few, many = (Counter(parts(form)) for form in forms)
    # "One State" and "two States" may go without the number; the form for many may not.
    foreign = [part for form in few for part in form if part not in original]
    if many == original and not foreign:
        return ""
    return f"other {name} ({' '.join([*many, *foreign]) or 'none'} instead of {' '.join(original) or 'none'})"


def _placeholders(text: str) -> list[str]:
    return PLACEHOLDER.findall(text)


def _tags(text: str) -> list[str]:
    return TAG.findall(text)


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m ilc_migration.catalogues")
    parser.add_argument("verb", choices=("extract", "compile", "check"))
    parser.add_argument("language", nargs="*", help=f"one of {', '.join(LANGUAGES)}; all that exist without")
    options = parser.parse_args(arguments)
    if unknown := set(options.language) - set(LANGUAGES):
        parser.error(f"no such language: {', '.join(unknown)}")
    if options.verb == "check":
        faults = check(BASE_DIR)
        print(*faults, sep="\n", file=sys.stderr, end="\n" if faults else "")
        return 1 if faults else 0
    paths = extract_into(BASE_DIR, options.language) if options.verb == "extract" else compile_all(BASE_DIR)
    print(*(path.relative_to(BASE_DIR) for path in paths), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
