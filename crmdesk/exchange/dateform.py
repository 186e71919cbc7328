"""Dates and times read by a stated form such as `%d.%m.%Y %H:%M`, whatever language the computer speaks.

Months are understood in the languages that business programs write: `%b` reads `Dez`, `déc.`, `December` alike.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache

from crmdesk.exchange.near import fold

EPOCHS = {"epoch": 1, "epoch_ms": 1000}
"""Forms for a count of seconds, or of thousandths, since 1970: what one second is counted as."""
OF_YEAR = "|"
"""Stands between the year and the form of days that are written without one: `2026|%d.%m.`"""
ANY_YEAR = f"2000{OF_YEAR}"
"""Before the form of days whose year is still to be found out: a year that has every day."""
TIMED = "HIMSfzZpcXsT"
"""The marks of a form that says a time of day."""
END_OF_DAY = 24
PIVOT = 69
"""Years of two figures from here on lie in the last century, as the C library has it."""

_MONTHS = """
january januar janvier enero gennaio janeiro januari styczen stycznia
february februar fevrier febrero febbraio fevereiro februari luty lutego
march marz maerz mars marzo marco maart mrt marzec marca
april avril abril aprile kwiecien kwietnia
may mai mayo maggio maio mei maj maja
june juni juin junio giugno junho czerwiec czerwca
july juli juillet julio luglio julho lipiec lipca
august aout agosto augustus sierpien sierpnia augusti
september septembre septiembre settembre setembro wrzesien wrzesnia sept
october oktober octobre octubre ottobre outubro pazdziernik pazdziernika
november novembre noviembre novembro listopad listopada
december dezember decembre diciembre dicembre dezembro grudzien grudnia
"""
_NAMES = {name: place for place, line in enumerate(_MONTHS.split("\n")[1:-1], start=1) for name in line.split()}
ZONES = {
    **dict.fromkeys(("UTC", "GMT", "WET"), 0),
    **dict.fromkeys(("CET", "MEZ", "BST", "WEST"), 1),
    **dict.fromkeys(("CEST", "MESZ", "EET"), 2),
    "EEST": 3,
    **dict(
        zip(("EDT", "EST", "CDT", "CST", "MDT", "MST", "PDT", "PST"), (-4, -5, -5, -6, -6, -7, -7, -8), strict=True)
    ),
}
"""Names of zones behind a time, and how many hours they are ahead of UTC; those with several meanings are not here."""
_WORD = r"[^\W\d_]"
_PATTERNS = {
    "d": r"(?P<d>\d{1,2})",
    "m": r"(?P<m>\d{1,2})",
    "Y": r"(?P<Y>\d{4})",
    "y": r"(?P<y>\d{2})",
    "b": rf"(?P<b>{_WORD}{{3,12}})\.?",
    "B": rf"(?P<b>{_WORD}{{3,12}})\.?",
    "H": r"(?P<H>\d{1,2})",
    "I": r"(?P<I>\d{1,2})",
    "M": r"(?P<M>\d{1,2})",
    "S": r"(?P<S>\d{1,2})",
    "f": r"(?P<f>\d{1,9})",
    "p": r"(?P<p>[ap]\.?\s?m\.?|vorm\.?|nachm\.?)",
    "z": r"(?P<z>Z|(?:GMT|UTC)?[+-]\d\d?(?::?\d\d)?)",
    "Z": rf"(?P<Z>{'|'.join(ZONES)}|Z)",
    "a": rf"{_WORD}{{2,12}}\.?",
    "A": rf"{_WORD}{{2,12}}\.?",
    "%": "%",
}
_OFFSET = re.compile(r"([+-])(\d\d?)(?::?(\d\d))?$")
_NEVER = re.compile(r"(?!)")
_START = datetime(1970, 1, 1, tzinfo=UTC)


def read(text: str, form: str) -> date | datetime:
    """The date, or the moment where the form says a time, that a text is. Raises ValueError, OverflowError."""
    if form in EPOCHS:
        return _START + timedelta(seconds=float(text) / EPOCHS[form])
    year, mark, bare = form.partition(OF_YEAR)
    form = bare if mark else form
    pattern = _compiled(form)
    if pattern is None:
        parsed = datetime.strptime(text, form)  # noqa: DTZ007 - a zone is stated or the workspace's
    else:
        match = pattern.fullmatch(text)
        if match is None:
            raise ValueError(text)
        parsed = _moment({**match.groupdict(), **({"Y": year} if mark else {})})
    return parsed if any(f"%{mark}" in form for mark in TIMED) else parsed.date()


def month_of(word: str) -> int:
    """The number of the month that a word, or the beginning of one, names. Raises ValueError."""
    folded = fold(word)
    exact = _NAMES.get(folded)
    found = {exact} if exact else {number for name, number in _NAMES.items() if name.startswith(folded)}
    if len(folded) < 3 or len(found) != 1:
        raise ValueError(word)
    return int(found.pop())


@cache
def _compiled(form: str) -> re.Pattern[str] | None:
    """The pattern of a form; None where it has marks that only the C library knows."""
    pieces = []
    for mark, literal in re.findall(r"%(.)|([^%]+)", form, re.DOTALL):
        if literal:
            pieces.append(r"\s+".join(re.escape(part) for part in re.split(r"\s+", literal)))
        elif mark not in _PATTERNS:
            return None
        else:
            pieces.append(_PATTERNS[mark])
    try:
        return re.compile("".join(pieces), re.IGNORECASE | re.ASCII if "%b" not in form.lower() else re.IGNORECASE)
    except re.error:
        # A mark that stands twice in the form: nothing is written so.
        return _NEVER


def _moment(parts: dict[str, str | None]) -> datetime:
    year = int(parts.get("Y") or 0) or _whole_year(parts.get("y"))
    word = parts.get("b")
    month = month_of(word) if word else int(parts.get("m") or 1)
    hour = _hour(parts)
    moment = datetime(year, month, int(parts.get("d") or 1), hour % 24)  # noqa: DTZ001 - the zone comes next
    if hour == END_OF_DAY and not int(parts.get("M") or 0):
        moment += timedelta(days=1)
    elif hour >= END_OF_DAY:
        raise ValueError(hour)
    fraction = (parts.get("f") or "0").ljust(6, "0")[:6]
    moment = moment.replace(minute=int(parts.get("M") or 0), second=int(parts.get("S") or 0), microsecond=int(fraction))
    if zone := parts.get("Z"):
        return moment.replace(tzinfo=timezone(timedelta(hours=ZONES.get(zone.upper(), 0))))
    return moment.replace(tzinfo=_offset(parts["z"])) if parts.get("z") else moment


def _whole_year(figures: str | None) -> int:
    if not figures:
        return 1900
    return int(figures) + (1900 if int(figures) >= PIVOT else 2000)


def _hour(parts: dict[str, str | None]) -> int:
    if parts.get("I"):
        hour = int(parts["I"] or 0)
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        return hour % 12 + (12 if (parts.get("p") or "")[:1].lower() in ("p", "n") else 0)
    return int(parts.get("H") or 0)


def _offset(text: str | None) -> timezone:
    sign, hours, minutes = _OFFSET.findall(text or "")[0] if text and text not in "Zz" else ("+", "0", "")
    span = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(-span if sign == "-" else span)
