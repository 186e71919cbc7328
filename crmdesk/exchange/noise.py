"""Cells that mean nothing although they are filled: `Select`, `n/a`, `?`, `1899-12-30`, `test@test.com`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crmdesk.text import N_

_MARKS = frozenset({"?", "??", "???", "-", "--", "---", "–", "—", ".", "..", "...", "…", "/", "//", "#", "*", "_"})
_WORDS = frozenset(
    word.strip().strip("-()[]#* .")
    for word in """
    select|selectone|please select|-select-|choose|choose one|please choose|none selected|blank|(blank)|empty|null|nil
    none|n/a|na|n.a.|#n/a|#na|nan|#null!|#value!|#ref!|#name?|not available|not applicable|not set|(not set)"
    "|not specified
    not provided|not given|unspecified|undefined|unknown|unbekannt|tbd|tba|to be determined|no value|no data|no answer
    no entry|missing|xxx|xxxx|void|[null]|(none)|(null)|no response|not answered|prefer not to say|don't know
    bitte wählen|auswählen|bitte auswählen|k.a.|k. a.|keine angabe|keine angaben|keine auswahl|nicht angegeben|leer"
    "|(leer)
    entfällt|nicht zutreffend|kein wert|ohne angabe|nicht bekannt
    sélectionner|choisir|non renseigné|non précisé|inconnu|aucun|vide|(vide)|néant|sans objet|non applicable
    seleccionar|seleccione|sin especificar|desconocido|ninguno|vacío|no aplica|sin datos|no disponible
    seleziona|sconosciuto|nessuno|vuoto|non specificato|non disponibile|n.d.|nd
    selecionar|selecione|desconhecido|nenhum|vazio|não informado|não disponível|não se aplica
    selecteer|kies|onbekend|geen|leeg|niet ingevuld|niet opgegeven|n.v.t.|nvt
    """.replace("\n", "|").split("|")
    if word.strip()
)
_DAYS = frozenset({"1899-12-30", "1899-12-31", "1900-01-00", "1900-01-01", "0000-00-00", "0001-01-01", "9999-12-31"})
_ZERO_DATE = re.compile(r"0{1,4}([-./])0{1,2}\1(?:0{1,4}|1900)(?: 0{1,2}:00(?::00)?)?", re.ASCII)
_NO_DAY = re.compile(r"(?:1899-12-3[01]|12[-./]3[01][-./]1899|3[01][-./]12[-./]1899)\b.*", re.ASCII)
_MAIL = re.compile(
    r"(?:(?:test|none|no|na|nomail|noemail|example|email|mail|x+|a|unknown|null|user|name|abc|asdf?)\d{0,3}"
    r"@(?:test|none|no|na|nomail|noemail|example|email|mail|x+|a|unknown|null|domain|abc|asdf?)\.[a-z]{1,5}"
    r"|.*@example\.(?:com|org|net)|no[-_.]?e?mail@.*)",
    re.IGNORECASE | re.ASCII,
)
_PHONE = re.compile(r"\+?(\d)\1{5,14}|\+?0?123456(?:7(?:8(?:90?)?)?)?|\+?1?[ (-]*555[) -]*555[ -]*5555", re.ASCII)

_LONGEST, _LONGEST_WORD = 60, 30
_AROUND = "-()[]#* ."
_BEGINNINGS = frozenset("0123456789+(")
_WITHOUT_GAPS = {ord(mark): None for mark in " -()./"}

NOTHING = N_("It says that nothing is known.")
NO_DAY = N_("Programs write this day where none was given.")
NO_MAIL = N_("It is an address that belongs to nobody.")
NO_PHONE = N_("It is a number that belongs to nobody.")
OFF_SCALE = N_("It lies outside the scale; surveys write such numbers for “no answer”.")
NO_AMOUNT = N_("An amount of zero says that none was given.")


@dataclass(frozen=True, slots=True)
class Noise:
    """A text that means nothing, in how many cells it stands, and why it means nothing (to be translated)."""

    value: str
    count: int
    why: str


def why_nothing(text: str) -> str:
    """Why a text means nothing; empty where it means something."""
    if len(text) > _LONGEST:
        return ""
    if len(text) <= _LONGEST_WORD and (text in _MARKS or text.lower().strip(_AROUND) in _WORDS):
        return NOTHING
    if "@" in text:
        return NO_MAIL if _MAIL.fullmatch(text) else ""
    if text[0] not in _BEGINNINGS:
        return ""
    if text in _DAYS or ("1899" in text and _NO_DAY.fullmatch(text)) or _ZERO_DATE.fullmatch(text):
        return NO_DAY
    bare = text.translate(_WITHOUT_GAPS)
    return NO_PHONE if _PHONE.fullmatch(bare) else ""
