"""What only the statements of banks have: what was left on the account, numbers of accounts, ways that money went."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crmdesk.exchange import heading_words
from crmdesk.exchange.heading import tokens
from crmdesk.exchange.near import fold, folded
from crmdesk.exchange.profile import Profile

_CAME = folded(
    "credit|cr|c|haben|h|bij|in|incoming|inflow|income|money in|paid in|deposit|gutschrift|eingang|einnahme|crédit"
    "|crédito|entrada|avere|entrata|kredit|k|bevétel|uznanie|příchozí"
)
_WENT = folded(
    "debit|debet|dr|d|soll|s|af|out|outgoing|outflow|expense|money out|paid out|withdrawal|lastschrift|belastung"
    "|ausgang|ausgabe|débit|débito|salida|saída|dare|uscita|kiadás|obciążenie|odchozí"
)
"""What says that money came in, and that it went out, of a column beside amounts without signs."""
_SIGNS = folded(
    "debit|credit|debet|kredit|soll|haben|dc|cd|dk|sh|dr|cr|sign|indicator|direction|kennzeichen|vorzeichen|sens|signe"
    "|bij|af|dare|avere|kiadás|bevétel"
)
_OF_PAYING = folded("payment|method|card|pay|paid|mode|tender|zahlungsart|zahlart|zahlweise|paiement|pago|pagamento")
"""Words of headings that say so, and of those below which “credit” and “debit” are kinds of cards."""
_MOST_WAYS = 4
_ACCOUNT = re.compile(r"[A-Z]{2}\d{2} ?[A-Z0-9]{4}(?: ?[A-Z0-9]{1,4}){2,7}")
_MOSTLY = 0.8

Sides = tuple[Profile, Profile]
"""The columns of money that came in and of money that went out."""


def has_balance(columns: Sequence[Profile]) -> bool:
    """Whether a table says what was left on an account."""
    return any(fold(one.name) in heading_words.BALANCES and one.numbers for one in columns)


def are_accounts(column: Profile) -> bool:
    """Whether the cells of a column are numbers of bank accounts."""
    found = sum(n for text, n in column.common if _ACCOUNT.fullmatch(text.strip()))
    return column.share(found) >= _MOSTLY


def sides(columns: Sequence[Profile]) -> Sides | None:
    """The columns of money that came in and of money that went out, where a table has both."""
    came, went = (_side(columns, words) for words in (heading_words.CREDITS, heading_words.DEBITS))
    return (came, went) if came and went else None


def _side(columns: Sequence[Profile], words: frozenset[str]) -> Profile | None:
    return next((one for one in columns if one.numbers and _bare(one.name) in words), None)


def _bare(name: str) -> str:
    """A heading without its currency and without the word for an amount: “Deposits (SGD)”, “Debit Amount”."""
    bare = re.sub(r"[(\[].*?[)\]]", "", name)
    words = [word for word in bare.split() if word not in heading_words.CURRENCY_CODES]
    return fold(" ".join(words).casefold().removesuffix(" amount").removesuffix("betrag"))


def way(columns: Sequence[Profile]) -> Profile | None:
    """The column that says of each amount whether it came in or went out: “debit”, “credit”."""
    return next((one for one in columns if _says_ways(one)), None)


def _says_ways(column: Profile) -> bool:
    said = {fold(text) for text, _n in column.common}
    if not said or len(said) > _MOST_WAYS or not said <= _CAME | _WENT or tokens(column.name) & _OF_PAYING:
        return False
    if max(map(len, said)) == 1 and not is_plain_way(column):
        return False
    return bool(said & _CAME and said & _WENT) or bool(said & (heading_words.CREDITS | heading_words.DEBITS))


def is_plain_way(column: Profile) -> bool:
    """Whether the heading says as well that a column is about the way that money went: “D/C”, “Soll/Haben”."""
    return bool(_SIGNS & (tokens(column.name) | {fold(column.name)}))


def came(column: Profile) -> frozenset[str]:
    """The cells of such a column that say that money came in."""
    return frozenset(text.casefold() for text, _n in column.common if fold(text) in _CAME)
