"""The sentences of the paper in Spanish, so built that no participle has to agree with what data says."""

from reports.paper.grammar import Language, Sentence

CONSULTATIONS: dict[str, Sentence] = {
    "held": ("{what} tuvo lugar{tail}{items}.", "{what} tuvieron lugar{tail}{items}."),
    "held_listed": ("Tuvo lugar {what}{tail}{items}.", "Tuvieron lugar {what}{tail}{items}."),
    "held_by": ("{who} celebró {what}{tail}{items}.", "{who} celebraron {what}{tail}{items}."),
    "continuing": (
        "{what} está en curso{tail} y continúa{items}.",
        "{what} están en curso{tail} y continúan{items}.",
    ),
    "continuing_by": (
        "{who} ha celebrado y sigue celebrando {what}{tail}{items}.",
        "{who} han celebrado y siguen celebrando {what}{tail}{items}.",
    ),
    "planned": "Está previsto que {what} tenga lugar{tail}{items}.",
    "planned_many": "Está previsto que {what} tengan lugar{tail}{items}.",
    "planned_by": ("{who} prevé celebrar {what}{tail}{items}.", "{who} prevén celebrar {what}{tail}{items}."),
    "unrecorded": "Estaba previsto que {what} tuviera lugar{tail}{items}; al {day} no consta que así fuera.",
    "unrecorded_many": "Estaba previsto que {what} tuvieran lugar{tail}{items}; al {day} no consta que así fuera.",
    "unrecorded_by": (
        "{who} preveía celebrar {what}{tail}{items}; al {day} no consta que así fuera.",
        "{who} preveían celebrar {what}{tail}{items}; al {day} no consta que así fuera.",
    ),
    "cancelled": "{what} no tendrá lugar, según consta{items}.",
    "cancelled_many": "{what} no tendrán lugar, según consta{items}.",
    "cancelled_by": ("{who} canceló {what}{items}.", "{who} cancelaron {what}{items}."),
    "in_cooperation": ", en cooperación con {who}",
    "during": " durante {parent}",
    "no_title": "la consulta {title}",
    "stated": (
        "Participó {n|un} país, según el número indicado{named}.",
        "Participaron {n} países, según el número indicado{named}.",
    ),
    "members_of": "Participaron {n} países, a saber, los miembros de {group} en esa fecha{named}.",
    "members_differ": "Participaron {n} países, según el número indicado; en esa fecha los miembros de {group} eran "
    "{members}{named}.",
    "named_of": ("; consta el nombre de {k|uno}: {list}", "; constan los nombres de {k}: {list}"),
    "named_incomplete": "; la lista, que se da por completa, solo nombra a {k}: {list}",
    "taking_part": "Constan como participantes: {list}{others}.",
    "organizations_took_part": (
        "Participó {n|una} organización: {list}.",
        "Participaron {n} organizaciones: {list}.",
    ),
    "from_states": ("; de {n|un} país: {list}", "; de {n} países: {list}"),
    "and_others": ", entre otros",
    "recommendation": (
        "De ello resultó {n|una} recomendación: {list}.",
        "De ello resultaron {n} recomendaciones: {list}.",
    ),
    "commitment": (
        "De ello resultó {n|un} compromiso: {list}.",
        "De ello resultaron {n} compromisos: {list}.",
    ),
    "finding": ("De ello resultó {n|una} conclusión: {list}.", "De ello resultaron {n} conclusiones: {list}."),
    "conventions": (" (Convenio núm. {list})", " (Convenios núms. {list})"),
}
CONTRIBUTIONS: dict[str, Sentence] = {
    "study": ("{who} realizó {what}{tail}.", "{who} realizaron {what}{tail}."),
    "data": ("{who} facilitó {what}{tail}.", "{who} facilitaron {what}{tail}."),
    "comments": ("{who} envió {what}{tail}.", "{who} enviaron {what}{tail}."),
    "material": ("{who} aportó {what}{tail}.", "{who} aportaron {what}{tail}."),
    "results": (
        "{who} transmitió a la Oficina {what}{tail}.",
        "{who} transmitieron a la Oficina {what}{tail}.",
    ),
    "publication": ("{who} publicó {what}{tail}.", "{who} publicaron {what}{tail}."),
    "coordination": ("{who} tiene a su cargo {what}{tail}.", "{who} tienen a su cargo {what}{tail}."),
    "invited": (
        "La Oficina ha pedido {to} que aporte {what}{tail}.",
        "La Oficina ha pedido {to} que aporten {what}{tail}.",
    ),
    "late": ("{who} aún no ha aportado {what}{tail}.", "{who} aún no han aportado {what}{tail}."),
    "declined": ("{who} declinó aportar {what}{tail}.", "{who} declinaron aportar {what}{tail}."),
    "requested_for": ", lo que se había pedido para el {day}",
    "at_request": ", a petición {of}",
    "year": " en {year}",
    "languages": (" en {n|un} idioma", " en {n} idiomas"),
    "languages_named": (" en {n|un} idioma ({list})", " en {n} idiomas ({list})"),
    "new_information": (
        "{n|Una} de las contribuciones contiene información inédita: {items}.",
        "{n} de las contribuciones contienen información inédita: {items}.",
    ),
    "previously_unassembled": (
        "{n|Una} de ellas reúne conocimientos que no se habían reunido antes: {items}.",
        "{n} de ellas reúnen conocimientos que no se habían reunido antes: {items}.",
    ),
    "received_counted": "La Oficina ha recibido {counted}: {items}.",
    "from": "{title} ({who})",
    "invited_counted": (
        "Se invitó a {n|un} colaborador: {list}; {answers}.",
        "Se invitó a {n} colaboradores: {list}; {answers}.",
    ),
    "answers": ("{m|uno} ha facilitado lo que se pedía", "{m} han facilitado lo que se pedía"),
    "answers_none": "{m|ninguno} ha facilitado aún lo que se pedía",
}
REPLIES: dict[str, Sentence] = {
    "survey": "la encuesta {title}",
    "sent": (
        "La Oficina envió {what} a {n|un} Estado Miembro{when}, en {languages}.",
        "La Oficina envió {what} a {n} Estados Miembros{when}, en {languages}.",
    ),
    "in_languages": ("{n|un} idioma ({list})", "{n} idiomas ({list})"),
    "subjects": ("Abarcaba {n|un} tema: {list}.", "Abarcaba {n} temas: {list}."),
    "returned": "Al {day}, los gobiernos de {n} de los {asked} Estados Miembros consultados ({share} por ciento) "
    "habían devuelto la encuesta cumplimentada.",
    "returned_none": "Al {day}, ninguno de los {asked} Estados Miembros consultados había devuelto la encuesta "
    "cumplimentada.",
    "by_cut_off": (
        "{n|Una} de esas respuestas se había recibido al {day}.",
        "{n} de esas respuestas se habían recibido al {day}.",
    ),
    "all_by_cut_off": "Todas esas respuestas se habían recibido al {day}.",
    "included": "De estas {received} respuestas, {n}, recibidas al {cut}, se tienen en cuenta en el proyecto de "
    "informe; {m}, recibidas {when}, llegaron demasiado tarde para ello.",
    "all_included": "El proyecto de informe tiene en cuenta lo recibido al {cut}, es decir, la totalidad de estas "
    "{received} respuestas.",
    "to_be_included": "El proyecto de informe ha de tener en cuenta lo que se reciba hasta el {cut}.",
    "came_late": (
        "{n|Una} respuesta llegó después de la fecha solicitada, a saber, el {day} o una prórroga.",
        "{n} respuestas llegaron después de la fecha solicitada, a saber, el {day} o una prórroga.",
    ),
    "outstanding": "Al {day}, seguía pendiente la respuesta de {n} de los {asked} Estados Miembros consultados.",
    "more": "Aún pueden recibirse más respuestas.",
    "invented": "En esta demostración las respuestas son inventadas, y también lo son las cifras correspondientes.",
    "due": "El plazo fijado para {what} vence {when}.",
    "was_due": "El plazo fijado para {what} vencía {when}; al {day} no consta que se haya cumplido.",
    "done": "El plazo fijado para {what} vencía {when}; consta que se cumplió.",
}
LISTS: dict[str, Sentence] = {
    "themes": ("Se fijó {n|un} tema: {list}.", "Se fijaron {n} temas: {list}."),
    "chapters": ("Consta de {n|un} capítulo principal: {list}.", "Consta de {n} capítulos principales: {list}."),
    "topics": (
        "El informe trata también de {n|otro} tema: {list}.",
        "El informe trata también de otros {n} temas: {list}.",
    ),
    "topics_open": (
        "El informe trata también, entre muchos otros, de {n|un} tema más: {list}.",
        "El informe trata también de otros {n} temas, entre muchos más: {list}.",
    ),
    "members": "Al {day}, la Organización tenía {n} Estados Miembros: {list}.",
    "of_region": "{region} {n}",
    "months": ("{n|un} mes", "{n} meses"),
    "nearly": ("casi {n|un} año", "casi {n} años"),
    "more_than": ("más de {n|un} año", "más de {n} años"),
    "exactly": ("{n|un} año", "{n} años"),
    "years_and_months": "{years} ({months})",
}
PAPER: dict[str, Sentence] = {
    "place_and_day": "{place}, {day}",
    "reference": "Datos en que se basan las cifras del párrafo {number}",
}


def of(phrase: str) -> tuple[str, str]:
    """The words before a phrase that something belongs to, and what is left of it: del or de."""
    return ("del ", phrase.removeprefix("el ")) if phrase.startswith("el ") else ("de ", phrase)


def to(phrase: str) -> tuple[str, str]:
    """The words before a phrase that something is done to, and what is left of it: al or a."""
    return ("al ", phrase.removeprefix("el ")) if phrase.startswith("el ") else ("a ", phrase)


def last(following: str) -> str:
    """And: before the sound i it is e."""
    word = following.casefold().lstrip("«“(")
    return "e" if word.startswith(("i", "hi")) and not word.startswith(("hie", "hia", "ie")) else "y"


SPANISH = Language(
    code="es",
    sentences={**CONSULTATIONS, **CONTRIBUTIONS, **REPLIES, **LISTS, **PAPER},
    numbers=("ningún", "un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"),
    last=last,
    quotes=("«", "»"),
    at=lambda place: f"en {place}",
    of=of,
    to=to,
)
