"""What an owner says about a period is kept beside what the rules say, and outlives what they say tomorrow."""

import json

from crmdesk.domain.change import Tone
from crmdesk.domain.period import parse_period
from crmdesk.insight.closing import Draft, NextStep, Sentence, as_json, draft_of, with_sayings
from crmdesk.insight.saying import Saying
from crmdesk.kpi.records import Link

OCTOBER = parse_period("2026-10")


def said(kpi: str, text: str) -> Saying:
    return Saying("rule", text, Tone.BAD, Link(kpi, OCTOBER), 1.0)


SAYINGS = [said(kpi, f"{kpi} fell") for kpi in ("nps", "csat", "revenue", "churn_rate")]


def test_the_heaviest_sentences_are_taken_unless_somebody_says_otherwise():
    draft = with_sayings(Draft(), SAYINGS)
    assert draft.accepted == ("nps fell", "csat fell", "revenue fell")
    assert [one.link for one in draft.sentences] == [one.link for one in SAYINGS]


def test_what_was_refused_or_changed_stays_so_when_the_rules_speak_again():
    first = with_sayings(Draft(), SAYINGS).sentences
    refused = Sentence(first[0].rule, first[0].said, first[0].text, accepted=False)
    changed = Sentence(first[1].rule, first[1].said, "Ask why", accepted=True)
    own = Sentence("", "", "We moved", accepted=True)
    kept = draft_of(json.loads(json.dumps(as_json(Draft((refused, changed, *first[2:], own))))))
    again = with_sayings(kept, [said("csat", "csat fell to 2"), said("revenue", "revenue fell to 1"), *SAYINGS[3:]])
    assert again.accepted == ("Ask why", "revenue fell to 1", "We moved")
    assert [one.edited for one in again.sentences] == [True, False, False, True]


def test_a_draft_comes_back_as_it_was_kept():
    draft = Draft((Sentence("r csat", "A", "B", True),), "Good", (NextStep("Call", 3, 20_000), NextStep("Think")))
    assert draft_of(json.loads(json.dumps(as_json(draft)))) == draft


def test_what_cannot_be_read_is_no_draft():
    for kept in (None, [], {}, {"sentences": 3, "comment": "", "steps": []}, {"sentences": [[1]], "comment": ""}):
        assert draft_of(kept) == Draft()


def test_an_empty_sentence_is_not_printed():
    assert Draft((Sentence("", "", "  ", accepted=True),)).accepted == ()
