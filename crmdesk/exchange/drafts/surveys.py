"""What is particular about surveys: several ratings in a row, their scales, and the codes for no answer."""

from __future__ import annotations

import re
from dataclasses import replace

from crmdesk.exchange import value_words
from crmdesk.exchange.drafts.parts import ColumnDraft, Draft
from crmdesk.exchange.drafts.rules import number_rule
from crmdesk.exchange.noise import OFF_SCALE, Noise
from crmdesk.exchange.profile import Profile
from crmdesk.exchange.questions import Option, Question
from crmdesk.exchange.rules import Condition, FieldRule, Mapping
from crmdesk.store.survey import KINDS, SCALES
from crmdesk.text import _

CSAT, NPS = "csat", "nps"
_RATED = re.compile(r"(\d{1,2}) ?[-–—:.(=,]? ?[^\W\d_].{0,80}")
_CODES = 3
"""The most different numbers beyond a scale that can be codes for no answer; more of them are another scale."""


def scale_of(draft: Draft, column: ColumnDraft) -> str:
    """Which kind of survey a column of ratings is: as was answered, by its heading, by the range of its numbers."""
    return draft.answers.get(f"scale:{column.name}") or implied_scale(column.name, column.profile) or CSAT


def implied_scale(heading: str, profile: Profile) -> str:
    """The kind that heading or numbers say; empty where both are possible."""
    if said := value_words.meaning(("surveys", "kind"), heading):
        return said
    if "netpro" in heading.lower() or "nps" in heading.lower():
        return NPS
    numbers = _whole(profile)
    if not numbers:
        return CSAT
    most = max(numbers)
    if most <= 6:
        return CSAT
    # 10 and 11 stand on a scale up to 10, with a code for no answer.
    return NPS if 9 <= most <= 11 and sum(1 for one in numbers if 6 <= one <= 10) >= 3 and min(numbers) == 0 else ""


def _whole(profile: Profile) -> list[int]:
    """The different whole numbers of a column."""
    found = set()
    for text, _n in profile.common:
        try:
            found.add(int(float(text.replace(",", "."))))
        except ValueError:
            continue
    return sorted(found)


def off_scale(draft: Draft, column: ColumnDraft) -> tuple[Noise, ...]:
    """The numbers of a column of ratings that lie outside its scale, and words, which are no ratings."""
    least, most = SCALES[scale_of(draft, column)]
    found = []
    for text, count in column.profile.common:
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            continue
        if not least <= value <= most:
            found.append(Noise(text, count, OFF_SCALE))
    return tuple(found[:_CODES])


def _figures(column: ColumnDraft) -> dict[str, str]:
    """What ratings say that are followed by words: “5 - Excellent”."""
    found = ((text, _RATED.fullmatch(text)) for text, _n in column.profile.common)
    return {text: rated[1] for text, rated in found if rated}


def questions(draft: Draft) -> list[Question]:
    """On which scale people answered, where that is not plain."""
    asked = []
    for column in draft.of_field("score"):
        implied = implied_scale(column.name, column.profile)
        if implied and f"scale:{column.name}" not in draft.answers:
            continue
        key = f"scale:{column.name}"
        text = _("Which scale is “{column}” on?").format(column=column.name)
        options = tuple(Option(kind, _(title)) for kind, title in KINDS.items())
        asked.append(Question(key, text, options, column.name, draft.answers.get(key, ""), NPS))
    return asked


def made(draft: Draft, main: Mapping) -> tuple[Mapping, list[Mapping]]:
    """A survey for each rating of a row."""
    if draft.first("kind") is not None:
        return main, []
    ratings = draft.of_field("score")
    if not ratings:
        return replace(main, fields={**main.fields, "kind": FieldRule(value=CSAT)}), []
    mappings = [_of(draft, main, one, is_first=one is ratings[0]) for one in ratings]
    return mappings[0], mappings[1:]


def _of(draft: Draft, main: Mapping, column: ColumnDraft, *, is_first: bool) -> Mapping:
    own = main.fields["id"]
    values = _figures(column) or None
    number = number_rule(draft, column)
    score = FieldRule(columns=(column.name,), empty=column.empty, number=number, values=values, other_values="keep")
    if values is None:
        score = replace(score, other_values=FieldRule().other_values)
    fields = {
        **main.fields,
        "id": replace(own, prefix=f"{column.name}-{own.prefix}"),
        "kind": FieldRule(value=scale_of(draft, column)),
        "score": score,
    }
    only = (Condition(column.name, frozenset({"", *column.empty}), wanted=False),)
    return replace(main, fields=fields, where=only, custom=main.custom if is_first else {})
