"""Names in Cyrillic and in Greek letters roughly as they are written in Latin ones, so that both of them meet."""

from __future__ import annotations

_LETTERS = (
    "аaбbвvгgґgдdђdеeєeжzзzиiіiјjкkлlљlмmнnњnоoпpрrсsтtћcуuфfхhцcчcшsџdыyэe"
    "αaβvγgδdεeζzηiιiκkλlμmνnξxοoπpρrσsςsτtυyφfχhωo"
)
_TABLE = str.maketrans(
    dict(zip(_LETTERS[::2], _LETTERS[1::2], strict=True))
    | {"ж": "zh", "ч": "ch", "ш": "sh", "щ": "shch", "ц": "ts", "ю": "yu", "я": "ya", "ъ": "", "ь": ""}
    | {"θ": "th", "ψ": "ps", "χ": "ch"}
)


def latin(folded: str) -> str:
    """A folded text in Latin letters, as far as its letters have such ones."""
    return folded if folded.isascii() else folded.translate(_TABLE)
