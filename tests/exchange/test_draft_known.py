"""Surveys, logs, files of known programs, and several tables that come together."""

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.exchange.drafts import draft as drafts
from crmdesk.exchange.drafts.draft import KEEP, LEFT_OUT
from crmdesk.exchange.drafts.several import draft_all
from crmdesk.exchange.here import Here, here_of
from crmdesk.exchange.mappings import file as mapping_file
from crmdesk.exchange.reading import read_file
from crmdesk.exchange.recognise import recognise_all
from crmdesk.exchange.rules import FieldRule, Mapping
from crmdesk.store import pipeline
from crmdesk.store.file import create
from tests.exchange.drafting import PIPELINE, SALES, asked, fields, kinds_of, made, question

# Surveys


def test_ratings_are_on_their_scale_and_codes_for_no_answer_are_noise(understood, empty):
    text = "RESPNUM,Date,Q7ALL,NETPRO\n1,2026-01-13,5,9\n2,2026-01-14,6,11\n3,2026-01-14,0,0\n"
    text += "4,2026-01-15,3,7\n5,2026-01-15,Blank,10\n6,2026-01-15,4,6\n"
    draft = drafts.with_kind(understood(text, name="survey.csv"), "surveys")
    assert fields(draft)["NETPRO"] == "score"
    assert [one.value for one in draft.column("NETPRO").noise] == ["11"]
    draft = drafts.with_field(draft, "Q7ALL", "score")
    assert {one.value for one in draft.column("Q7ALL").noise} == {"6", "0", "Blank"}
    records = made(empty, draft)["surveys"]
    assert sorted((one["kind"], one["score"]) for one in records) == [
        *(("csat", score) for score in "345"),
        *(("nps", score) for score in ("0", "10", "6", "7", "9")),
    ]
    kept = drafts.with_empty(draft, "NETPRO", [])
    assert kept.column("NETPRO").noise


def test_a_scale_that_is_not_plain_is_asked(understood):
    draft = understood("Date,Rating\n2026-01-13,8\n2026-01-14,7\n2026-01-14,3\n", kind="surveys")
    named = drafts.with_field(
        understood("Date,Points\n2026-01-13,8\n2026-01-14,7\n", kind="surveys"), "Points", "score"
    )
    assert asked(named) == ["scale:Points"]
    assert asked(drafts.answered(named, "scale:Points", "csat")) == []
    assert draft.kind == "surveys"


def test_surveys_may_name_their_kind_or_have_no_rating(understood):
    kinds = understood("Date,Survey type,Score\n2026-01-13,NPS,9\n2026-01-14,CSAT,4\n", kind="surveys")
    assert kinds.main is not None
    assert kinds.main.fields["kind"].values == {"NPS": "nps", "CSAT": "csat"}
    bare = understood("Date,Words\n2026-01-13,good\n2026-01-14,bad\n", kind="surveys")
    assert bare.main is not None
    assert bare.main.fields["kind"].value == "csat"
    wordy = drafts.with_field(bare, "Words", "score")
    assert wordy.main is not None


# Logs

LOG = """\
case:concept:name,Activity,time:timestamp,org:resource,case:variant
Case1,Create,2026-01-13 10:00:00+00:00,Ann,v1
Case1,Take in charge,2026-01-13 11:00:00+00:00,Bob,v1
Case1,Resolve ticket,2026-01-14 09:00:00+00:00,Eve,v1
Case2,Create,2026-01-14 10:00:00+00:00,Ann,v2
Case2,Frobnicate,2026-01-14 11:00:00+00:00,Bob,v2
"""


def test_the_steps_of_a_ticket_are_put_together(understood, empty):
    draft = understood(LOG, name="helpdesk.csv", kind="tickets")
    assert asked(draft) == ["case"]
    draft = drafts.answered(draft, "case", "case:concept:name")
    assert asked(draft) == ["value:Activity:Frobnicate"]
    records = made(empty, drafts.with_suggestions(draft))
    first, second = records["tickets"]
    assert (first["subject"], first["case:variant"], second.get("resolved_at")) == ("Ticket Case1", "v1", None)
    assert (first["opened_at"][11:16], first["first_response_at"][11:16], first["resolved_at"][11:16]) == (
        "10:00",
        "11:00",
        "09:00",
    )
    assert sorted(one["kind"] for one in records["ticket_events"]) == ["received", "received", "replied", "resolved"]
    apart = drafts.answered(draft, "case", "no")
    assert apart.main is not None
    assert apart.main.group_by == ""


def test_the_subject_of_a_log_is_kept(understood):
    log = LOG.replace("case:variant", "Subject").replace(",v1", ",Broken lamp").replace(",v2", ",No light")
    named = drafts.answered(understood(log, kind="tickets"), "case", "case:concept:name").main
    assert named is not None
    assert named.fields["subject"].columns == ("Subject",)
    customers = LOG.replace("case:variant", "Customer").replace(",v1", ",Acme Ltd").replace(",v2", ",Beta Ltd")
    of_whom = drafts.answered(understood(customers, kind="tickets"), "case", "case:concept:name").main
    assert of_whom is not None
    assert of_whom.fields["contact_id"].columns == ("Customer",)


# Known sources

HEAD = "Record ID,Deal Name,Deal Stage,Amount,Deal owner,Close Date,Pipeline,Create Date"
HUBSPOT = f"""\
{HEAD},Associated Company,Associated Company IDs
1,Alpha,Appointment Scheduled,1200,Bob,2026-03-01 10:00,Sales,2026-01-01 09:00,Acme,9001
2,Beta,Handshake,900,Bob,2026-03-01 10:00,Sales,2026-01-01 09:00,Acme,9001
3,Gamma,Closed Won,900,Eve,2026-02-01 10:00,Sales,2026-01-01 09:00,Beta,9002
"""
WORDS = "ID,Title,Value,Currency of value,Stage,Status,Owner,Organization,Won time,Lost reason,Expected close date"
PIPEDRIVE = f"""\
{",".join(f"Deal - {word}" for word in WORDS.split(","))},Deal - Deal created
1,Alpha,"1.200,50",EUR,Contact Made,Open,Bob,Acme,,,05.03.2026,03/04/2026 10:00
2,Beta,"2.200,50",EUR,Contact Made,Won,Bob,Acme,03/05/2026 10:00,,01.03.2026,03/04/2026 10:00
"""


def test_files_of_a_known_program_come_by_its_mapping(known):
    draft = known(HUBSPOT)
    assert (draft.known, draft.source, draft.kind, draft.follows_settings) == (
        "hubspot-deals",
        "hubspot",
        "deals",
        False,
    )
    assert fields(draft)["Deal Stage"] == "stage_id"
    assert draft.reasons
    assert [one.id for one in draft.questions] == ["value:Deal Stage:Handshake"]
    assert question(draft, "value:Deal Stage:Handshake").answer == "new:open"


def test_stages_that_a_program_is_not_known_to_have_are_asked_about(known):
    here = Here(stages=PIPELINE)
    draft = known(HUBSPOT, here)
    assert asked(draft) == ["value:Deal Stage:Handshake"]
    won = drafts.answered(draft, "value:Deal Stage:Handshake", "s3").main
    assert won is not None
    assert won.fields["stage_id"].values == {"Handshake": "s3"}
    assert won.fields["closed_at"].where[0].values == frozenset({"Handshake"})
    left = drafts.answered(draft, "value:Deal Stage:Handshake", "nothing").main
    assert left is not None
    assert left.where[0].values == frozenset({"Handshake"})
    same = known(HUBSPOT.replace("Handshake", "Closed Won"), here)
    assert asked(same) == []


def test_a_person_can_change_the_columns_of_a_known_file(known):
    draft = drafts.with_field(known(HUBSPOT), "Pipeline", "notes")
    assert draft.main is not None
    assert draft.main.fields["notes"].columns == ("Pipeline",)
    assert "Pipeline" not in draft.main.custom
    draft = drafts.with_field(draft, "Associated Company", KEEP)
    assert draft.main is not None
    assert draft.main.custom["Associated Company"].columns == ("Associated Company",)
    assert draft.main.fields["contact_id"].columns == ("Associated Company IDs",)
    draft = drafts.with_field(draft, "Amount", LEFT_OUT)
    assert draft.main is not None
    assert "amount" not in draft.main.fields


def test_programs_that_follow_the_settings_of_a_person_are_read_by_their_columns(known):
    draft = known(PIPEDRIVE)
    assert draft.follows_settings
    assert draft.main is not None
    assert draft.main.fields["amount"].number is not None
    assert draft.main.fields["amount"].number.decimal == ","
    assert "date:Deal - Deal created" in asked(draft)
    answered = drafts.answered(draft, "date:Deal - Deal created", "month first").main
    assert answered is not None
    assert answered.fields["opened_at"].date == ("%m/%d/%Y %H:%M",)


def test_forms_that_a_program_does_not_have_are_found_in_the_columns(known):
    draft = known(
        HUBSPOT.replace("2026-01-01 09:00", "31.01.2026").replace("1200", '"1.200,50"').replace(",900,", ',"900,75",')
    )
    assert draft.main is not None
    assert draft.main.fields["opened_at"].date == ("%d.%m.%Y",)
    assert draft.main.fields["amount"].number is not None
    assert draft.main.fields["amount"].number.decimal == ","


def test_what_was_understood_the_last_time_holds(understood):
    before = drafts.mappings_of(drafts.with_suggestions(understood(SALES)))
    again = understood(SALES, kept=before)
    assert drafts.mappings_of(again) == before
    assert (again.title, again.known, again.kind) == ("As last time", "", "sales")
    assert fields(again)["Region"] == KEEP
    open_one = understood(
        "Order date,Customer\n2026-01-13,Acme\n",
        kept=[Mapping("sales", fields={"sold_at": FieldRule(("Order date",))}, keep_other_columns=True)],
    )
    assert (asked(open_one), fields(open_one)["Customer"]) == (["need:amount"], KEEP)
    typed = drafts.answered(open_one, "need:amount", "5.00").main
    assert typed is not None
    assert typed.fields["amount"].value == "5.00"
    literal = understood(SALES, kept=[Mapping("stages", rows=({"id": "a", "name": "A"},))])
    assert fields(literal)["Region"] == LEFT_OUT


# Several tables


def test_tables_of_one_delivery_refer_to_each_other(tmp_path, empty):
    leads, deals = tmp_path / "leads.csv", tmp_path / "closed_deals.csv"
    leads.write_text(
        "mql_id,first_contact_date,origin\na1,2026-01-03,web\na2,2026-01-04,web\na3,,web\n", encoding="utf-8"
    )
    deals.write_text("deal_id,mql_id,sr_id,won_date\nd1,a1,p1,2026-01-13\nd2,a2,p1,2026-01-14\n", encoding="utf-8")
    parts = recognise_all([*read_file(leads), *read_file(deals)])
    first, second = draft_all(parts, Here(), kept=lambda found: None)
    assert first.source == second.source
    second = drafts.with_kind(second, "deals") if second.kind != "deals" else second
    assert "first" in asked(second)
    records = made(empty, first, drafts.with_suggestions(second))
    assert [one["name"] for one in records["contacts"]] == ["Contact a1", "Contact a2", "Contact a3"]
    assert [one["first_contact_at"][:10] for one in records["deals"]] == ["2026-01-03", "2026-01-04"]


def test_a_workspace_says_what_matters_of_it(tmp_path):
    with create(tmp_path / "x.crmdesk", {"currency": "USD", "timezone": "Europe/Berlin"}) as workspace:
        with workspace.operation("Stages") as tx:
            pipeline.start_pipeline(tx)
        here = here_of(workspace)
    assert (here.currency, here.timezone, len(here.stages), here.staff, here.holds) == (
        "USD",
        "Europe/Berlin",
        6,
        (),
        frozenset(),
    )
    assert (here.stages[0].name, here.stages[-1].kind) == ("Lead", "lost")


def test_a_base_of_nothing_but_rows_makes_them_alone(understood):
    draft = understood("a,b\n1,2\n", kept=[Mapping("stages", rows=({"id": "a", "name": "A"},))])
    assert kinds_of(drafts.mappings_of(draft)) == ["stages"]


def test_stages_that_a_mapping_makes_itself_are_not_asked_about(understood):
    stages = Mapping("stages", group_by="Stage", fields={"id": FieldRule(("Stage",)), "name": FieldRule(("Stage",))})
    deals = Mapping("deals", fields={"stage_id": FieldRule(("Stage",)), "opened_at": FieldRule(("Created",))})
    draft = understood("Deal,Stage,Created\nA,Odd,2026-01-13\n", Here(stages=PIPELINE), kept=[stages, deals])
    assert asked(draft) == []


def test_a_log_whose_case_is_no_step_is_no_log(understood):
    draft = drafts.answered(understood(LOG, name="helpdesk.csv", kind="tickets"), "case", "case:concept:name")
    without = drafts.with_field(draft, "time:timestamp", KEEP)
    assert without.main is None
    assert not drafts.is_ready(without)


def test_a_status_that_decides_stays_decided_where_stages_are_unknown(known):
    draft = known(PIPEDRIVE.replace("Contact Made", "Handshake"), Here(stages=PIPELINE))
    answered = drafts.answered(draft, "value:Deal - Stage:Handshake", "s2").main
    assert answered is not None
    chain = list(answered.fields["stage_id"].chain())
    assert chain[0].value == "pipedrive-won"
    assert any(one.values == {"Handshake": "s2"} for one in chain)


def test_days_of_customers_that_are_no_days_are_passed_over(tmp_path):
    leads, deals = tmp_path / "leads.csv", tmp_path / "won_deals.csv"
    leads.write_text("lead_id,first_contact_date\na1,2026-01-03\na2,soon\na3,2026-01-05\n", encoding="utf-8")
    deals.write_text("deal_id,lead_id,won_date\nd1,a1,2026-01-13\n", encoding="utf-8")
    parts = [(found, None) for found in (*read_file(leads), *read_file(deals))]
    first, second = (one if one.kind else drafts.with_kind(one, "deals") for one in draft_all(parts, Here()))
    assert (first.kind, second.kind) == ("contacts", "deals")
    assert dict(second.first_contacts) == {"a1": "2026-01-03", "a3": "2026-01-05"}
    deals.write_text("deal_id,lead_id,won_date\nd1,zz,2026-01-13\n", encoding="utf-8")
    assert not draft_all([(found, None) for found in (*read_file(leads), *read_file(deals))], Here())[1].first_contacts


def test_what_shall_be_tidied_is_one_of_a_few():
    with pytest.raises(UserError, match="phone, email"):
        mapping_file.mappings_of([{"kind": "staff", "fields": {"name": {"column": "A", "tidy": "shoes"}}}], "x")


def test_a_column_that_the_program_has_not_may_be_what_every_record_needs(known):
    draft = known(
        "Record ID,Deal Name,Deal Stage,Amount,Deal owner,Pipeline,Date opened\n"
        "1,Fence,Qualified To Buy,10,Ann Owner,P,2026-02-01\n2,Gate,Qualified To Buy,9,Ann Owner,P,2026-02-13\n"
    )
    assert question(draft, "need:opened_at").answer == "column:Date opened"
