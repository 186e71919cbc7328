"""What single cells look like, as far as it tells headings, data and totals apart. Nothing is read or converted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

NUMBER, DATE, ADDRESS, WORDS = "number", "date", "address", "words"
LONGEST_TYPED = 100

_NUMBER = re.compile(
    r"[-+−(]{0,3}\s?(?:[A-Z]{3}|[^\w\s.,()-])?\s?[-+(]?[.,]?\d[\d.,'’\s/()x-]*(?:[eE][-+]?\d+)?\s?"
    r"(?:%|‰|[A-Z]{3}|[^\w\s.,()-])?\s?[-)]?",
)
_DATE = re.compile(
    r"(?:\d{1,4}[-/.]\s?\d{1,2}[-/.]\s?\d{2,4}|\d{1,2}[-/. ]{1,2}[^\W\d_]{3,9}\.?[-/. ]{1,2}\d{2,4}"
    r"|[^\W\d_]{3,9}\.? \d{1,2},? \d{4}|\d{8}T\d{4,6}Z?|\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)"
    r"(?:[T ,]{0,2}\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)?(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?"
)
_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+|https?://\S+|www\.\S+", re.IGNORECASE)
_NOTHING = frozenset({"--", "-", "–", "—", "n/a", "na", "n.a.", "null", "none", "nan", "#n/a", "k. a."})
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[-/]\s?\d{2,4})?")

TOTAL_WORDS = (
    *("total", "totals", "grand total", "subtotal", "sub-total", "sub total", "sum", "balance", "report total"),
    *("opening balance", "closing balance", "beginning balance", "ending balance", "starting balance"),
    *("summe", "summen", "gesamt", "gesamtsumme", "gesamtergebnis", "gesamtbetrag", "zwischensumme", "endsumme"),
    *("insgesamt", "kontostand", "saldo", "anfangssaldo", "endsaldo", "schlusssaldo", "alter kontostand"),
    *("neuer kontostand", "total général", "sous-total", "somme", "solde", "totale", "subtotale", "totale complessivo"),
    *("somma", "suma", "suma total", "total general", "soma", "total geral", "totaal", "subtotaal", "eindtotaal"),
    *("razem", "ogółem", "suma końcowa", "celkem", "součet", "összesen", "totalt", "i alt", "summa", "yhteensä"),
    *("toplam", "genel toplam", "итого", "всего", "合計", "小計", "合计", "小计", "总计", "총계", "합계"),
)
_words = "|".join(re.escape(word) for word in sorted(TOTAL_WORDS, key=len, reverse=True))
_TOTAL = re.compile(rf"(?:{_words})\s*(?::.*|(?:for|für|pour|per|para|voor|of|von|de)\s.+)?", re.IGNORECASE | re.DOTALL)
_PERHAPS_TOTAL = re.compile(
    r"(?:total|sub-?total|summe|gesamt|sous-total|totale|totaal)\s.+"
    r"|.+\s(?:total|subtotal|summe|gesamt|ergebnis|gesamtergebnis|totale|totaal)",
    re.IGNORECASE | re.DOTALL,
)
_FIRST_WORDS = frozenset(word.split()[0] for word in TOTAL_WORDS) | {"ergebnis"}
_LONGEST_TOTAL = 200
CURRENCY = re.compile(r"[A-Z]{3}")


@lru_cache(1 << 14)
def kind_of(cell: str) -> str:
    """Number, date, address (e-mail or web) or words; nothing for a cell that is empty or says that it is."""
    text = cell.strip()
    if not text or text.casefold() in _NOTHING:
        return ""
    if len(text) > LONGEST_TYPED:
        return WORDS
    for pattern, kind in ((_DATE, DATE), (_NUMBER, NUMBER), (_ADDRESS, ADDRESS)):
        if pattern.fullmatch(text):
            return kind
    return WORDS


def is_year(cell: str) -> bool:
    """Whether a cell may name a column although it is a number: a year or a span of years."""
    return _YEAR.fullmatch(cell.strip()) is not None


def column_kind(cells: Iterable[str]) -> str:
    """What most filled cells of a column are; nothing where they have nothing in common."""
    counts = Counter(kind for kind in map(kind_of, cells) if kind)
    kind, count = counts.most_common(1)[0] if counts else ("", 0)
    return kind if count >= 0.6 * counts.total() else ""


def filled(cells: Sequence[str]) -> int:
    """How many cells hold something, in a row without spaces around its cells."""
    return len(cells) - cells.count("")


def is_total(text: str) -> bool:
    """Whether a label names a sum or a balance, and nothing else."""
    bare = text.strip()
    return has_total_word(bare) and len(bare) <= _LONGEST_TOTAL and _TOTAL.fullmatch(bare) is not None


def may_be_total(text: str) -> bool:
    """Whether a label may name a sum, or somebody called Total."""
    bare = text.strip()
    return has_total_word(bare) and len(bare) <= _LONGEST_TOTAL and _PERHAPS_TOTAL.fullmatch(bare) is not None


def has_total_word(text: str) -> bool:
    """Whether a label begins or ends as totals do: nearly none does, and a longer look at each row would be slow."""
    begins, ends = text.partition(" ")[0].partition(":")[0], text.rpartition(" ")[2]
    return begins.casefold() in _FIRST_WORDS or ends.casefold() in _FIRST_WORDS
