"""The sentences of the paper in French, so built that no participle has to agree with what data says."""

from reports.paper.grammar import Language, Sentence

CONSULTATIONS: dict[str, Sentence] = {
    "held": ("{what} a eu lieu{tail}{items}.", "{what} ont eu lieu{tail}{items}."),
    "held_by": ("{who} a tenu {what}{tail}{items}.", "{who} ont tenu {what}{tail}{items}."),
    "continuing": (
        "{what} est en cours{tail} et se poursuit{items}.",
        "{what} sont en cours{tail} et se poursuivent{items}.",
    ),
    "continuing_by": (
        "{who} a tenu et continue de tenir {what}{tail}{items}.",
        "{who} ont tenu et continuent de tenir {what}{tail}{items}.",
    ),
    "planned": "{what} doit avoir lieu{tail}{items}.",
    "planned_many": "{what} doivent avoir lieu{tail}{items}.",
    "planned_by": (
        "{who} prévoit de tenir {what}{tail}{items}.",
        "{who} prévoient de tenir {what}{tail}{items}.",
    ),
    "unrecorded": "{what} devait avoir lieu{tail}{items} ; au {day}, rien n’atteste que cela s’est fait.",
    "unrecorded_many": "{what} devaient avoir lieu{tail}{items} ; au {day}, rien n’atteste que cela s’est fait.",
    "unrecorded_by": (
        "{who} prévoyait de tenir {what}{tail}{items} ; au {day}, rien n’atteste que cela s’est fait.",
        "{who} prévoyaient de tenir {what}{tail}{items} ; au {day}, rien n’atteste que cela s’est fait.",
    ),
    "cancelled": "{what} n’aura pas lieu, l’annulation en ayant été enregistrée{items}.",
    "cancelled_many": "{what} n’auront pas lieu, l’annulation en ayant été enregistrée{items}.",
    "cancelled_by": ("{who} a annulé {what}{items}.", "{who} ont annulé {what}{items}."),
    "in_cooperation": ", en coopération avec {who}",
    "during": " pendant {parent}",
    "no_title": "la consultation {title}",
    "stated": (
        "{n|Un} pays y a participé, selon le nombre indiqué{named}.",
        "{n} pays y ont participé, selon le nombre indiqué{named}.",
    ),
    "members_of": "{n} pays y ont participé, à savoir les membres de {group} à cette date{named}.",
    "members_differ": "{n} pays y ont participé, selon le nombre indiqué ; à cette date, les membres de {group} "
    "étaient au nombre de {members}{named}.",
    "named_of": (" ; {k|un} pays est nommé : {list}", " ; {k} pays sont nommés : {list}"),
    "named_incomplete": " ; la liste, donnée pour complète, n’en nomme que {k} : {list}",
    "taking_part": "Participants nommés : {list}{others}.",
    "organizations_took_part": (
        "{n|Une} organisation y a participé : {list}.",
        "{n} organisations y ont participé : {list}.",
    ),
    "from_states": (" ; d’{n|un} pays : {list}", " ; de {n} pays : {list}"),
    "and_others": ", entre autres",
    "recommendation": (
        "Il en est ressorti {n|une} recommandation : {list}.",
        "Il en est ressorti {n} recommandations : {list}.",
    ),
    "commitment": ("Il en est ressorti {n|un} engagement : {list}.", "Il en est ressorti {n} engagements : {list}."),
    "finding": ("Il en est ressorti {n|un} constat : {list}.", "Il en est ressorti {n} constats : {list}."),
    "conventions": (" (convention nº {list})", " (conventions nos {list})"),
}
CONTRIBUTIONS: dict[str, Sentence] = {
    "study": ("{who} a réalisé {what}{tail}.", "{who} ont réalisé {what}{tail}."),
    "data": ("{who} a communiqué {what}{tail}.", "{who} ont communiqué {what}{tail}."),
    "comments": ("{who} a adressé {what}{tail}.", "{who} ont adressé {what}{tail}."),
    "material": ("{who} a fourni {what}{tail}.", "{who} ont fourni {what}{tail}."),
    "results": ("{who} a transmis au Bureau {what}{tail}.", "{who} ont transmis au Bureau {what}{tail}."),
    "publication": ("{who} a publié {what}{tail}.", "{who} ont publié {what}{tail}."),
    "coordination": ("{who} assure {what}{tail}.", "{who} assurent {what}{tail}."),
    "invited": "Le Bureau a invité {who} à fournir {what}{tail}.",
    "late": ("{who} n’a pas encore fourni {what}{tail}.", "{who} n’ont pas encore fourni {what}{tail}."),
    "declined": (
        "{who} a décliné l’invitation à fournir {what}{tail}.",
        "{who} ont décliné l’invitation à fournir {what}{tail}.",
    ),
    "requested_for": ", demandé pour le {day}",
    "at_request": ", à la demande {of}",
    "year": " en {year}",
    "languages": (" en {n|une} langue", " en {n} langues"),
    "languages_named": (" en {n|une} langue ({list})", " en {n} langues ({list})"),
    "new_information": (
        "{n|Une} des contributions contient des informations inédites : {items}.",
        "{n} des contributions contiennent des informations inédites : {items}.",
    ),
    "previously_unassembled": (
        "{n|Une} d’entre elles réunit des connaissances qui ne l’avaient pas encore été : {items}.",
        "{n} d’entre elles réunissent des connaissances qui ne l’avaient pas encore été : {items}.",
    ),
    "received_counted": "Le Bureau a reçu {counted} : {items}.",
    "from": "{title} ({who})",
    "invited_counted": (
        "{n|Un} contributeur a été invité : {list} ; {answers}.",
        "{n} contributeurs ont été invités : {list} ; {answers}.",
    ),
    "answers": ("{m|un} a fourni ce qui était demandé", "{m} ont fourni ce qui était demandé"),
    "answers_none": "{m|aucun} n’a encore fourni ce qui était demandé",
}
REPLIES: dict[str, Sentence] = {
    "survey": "l’enquête {title}",
    "sent": (
        "Le Bureau a envoyé {what} à {n|un} État Membre{when}, en {languages}.",
        "Le Bureau a envoyé {what} à {n} États Membres{when}, en {languages}.",
    ),
    "in_languages": ("{n|une} langue ({list})", "{n} langues ({list})"),
    "subjects": ("Elle portait sur {n|un} sujet : {list}.", "Elle portait sur {n} sujets : {list}."),
    "returned": "Au {day}, les gouvernements de {n} des {asked} États Membres consultés ({share} pour cent) avaient "
    "renvoyé l’enquête remplie.",
    "returned_none": "Au {day}, aucun des {asked} États Membres consultés n’avait renvoyé l’enquête remplie.",
    "by_cut_off": (
        "{n|Une} de ces réponses était parvenue au {day}.",
        "{n} de ces réponses étaient parvenues au {day}.",
    ),
    "all_by_cut_off": "Toutes ces réponses étaient parvenues au {day}.",
    "included": "Sur ces {received} réponses, {n}, reçues au {cut}, sont prises en compte dans le projet de "
    "rapport ; {m}, reçues {when}, sont arrivées trop tard pour l’être.",
    "all_included": "Le projet de rapport prend en compte ce qui était parvenu au {cut}, soit la totalité de ces "
    "{received} réponses.",
    "to_be_included": "Le projet de rapport doit prendre en compte ce qui sera parvenu au {cut}.",
    "came_late": (
        "{n|Une} réponse est arrivée après la date demandée, soit le {day} ou un report de celle-ci.",
        "{n} réponses sont arrivées après la date demandée, soit le {day} ou un report de celle-ci.",
    ),
    "outstanding": "Au {day}, on attendait encore la réponse de {n} des {asked} États Membres consultés.",
    "more": "D’autres réponses peuvent encore parvenir au Bureau.",
    "invented": "Dans cette démonstration, les réponses sont inventées, et les chiffres qui s’y rapportent aussi.",
    "due": "L’échéance fixée pour {what} tombe {when}.",
    "was_due": "L’échéance fixée pour {what} tombait {when} ; au {day}, rien n’atteste qu’elle a été tenue.",
    "done": "L’échéance fixée pour {what} tombait {when} ; elle a été tenue.",
}
LISTS: dict[str, Sentence] = {
    "themes": ("{n|Un} thème a été retenu : {list}.", "{n} thèmes ont été retenus : {list}."),
    "chapters": (
        "Il comporte {n|un} chapitre principal : {list}.",
        "Il comporte {n} chapitres principaux : {list}.",
    ),
    "topics": (
        "Le rapport traite aussi d’{n|un} autre sujet : {list}.",
        "Le rapport traite aussi de {n} autres sujets : {list}.",
    ),
    "topics_open": (
        "Le rapport traite aussi, parmi bien d’autres, d’{n|un} autre sujet : {list}.",
        "Le rapport traite aussi de {n} autres sujets, parmi bien d’autres : {list}.",
    ),
    "members": "Au {day}, l’Organisation comptait {n} États Membres : {list}.",
    "of_region": "{region} {n}",
    "months": ("{n|un} mois", "{n} mois"),
    "nearly": ("près d’{n|un} an", "près de {n} ans"),
    "more_than": ("plus d’{n|un} an", "plus de {n} ans"),
    "exactly": ("{n|un} an", "{n} ans"),
    "years_and_months": "{years} ({months})",
}
PAPER: dict[str, Sentence] = {
    "place_and_day": "{place}, le {day}",
    "reference": "Données à l’appui des chiffres du paragraphe {number}",
}
SPACES = ((" ;", "\N{NO-BREAK SPACE};"), (" :", "\N{NO-BREAK SPACE}:"))


def of(phrase: str) -> tuple[str, str]:
    """The words before a phrase that something belongs to, and what is left of it: du, des, d’ or de."""
    for article, contracted in (("le ", "du "), ("les ", "des ")):
        if phrase.startswith(article):
            return contracted, phrase.removeprefix(article)
    return ("d’" if phrase[:1].casefold() in "aeiouéèêâh" else "de "), phrase


def at(place: str) -> str:
    """A place behind its preposition."""
    return f"au {place.removeprefix('Le ')}" if place.startswith("Le ") else f"à {place}"


def finish(text: str) -> str:
    """The text with the spaces before colons and semicolons that do not break."""
    for plain, kept in SPACES:
        text = text.replace(plain, kept)
    return text


FRENCH = Language(
    code="fr",
    sentences={**CONSULTATIONS, **CONTRIBUTIONS, **REPLIES, **LISTS, **PAPER},
    numbers=("aucun", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
    last=lambda _following: "et",
    quotes=("«\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}»"),
    singular=frozenset({0, 1}),
    stop=" ; ",
    finish=finish,
    at=at,
    of=of,
)
