"""Tables of a program that nobody knows, brought in together: what one names is in another."""

import pytest

from crmdesk.exchange import plan
from crmdesk.exchange.drafts.draft import here_of, mappings_of, with_suggestions
from crmdesk.exchange.drafts.several import draft_all
from crmdesk.exchange.questions import NOTHING
from crmdesk.exchange.reading import read_file
from crmdesk.exchange.recognise import recognise_all
from crmdesk.exchange.walking import tables_of
from crmdesk.store.file import create

CUSTOMERS = "customer_id,name,city\n1,Ada Lee,Ulm\n2,Bob Ray,Bonn\n3,Ada Lee,Kiel\n"
STAGES = "stage_id,stage_name,win_probability\n1,Lead,0.1\n2,Closed Won,1\n3,Closed Lost,0\n"
DEALS = """deal_id,customer_id,deal_value,stage_id,status,created_at,closed_at
1,3,100.00,1,open,2026-03-01,
2,1,200.00,2,won,2026-03-02,2026-03-20
3,2,400.00,3,lost,2026-03-03,2026-03-21
"""
ACTIVITIES = "activity_id,deal_id,activity_type,activity_date\n1,3,call,2026-03-04\n2,1,email,2026-03-05\n"


@pytest.fixture
def shop(tmp_path):
    with create(tmp_path / "shop.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}) as workspace:
        yield workspace


@pytest.fixture
def bring(shop, tmp_path):
    """Brings tables in as is suggested; answers the drafts and what was refused."""

    def come_in(**tables: str):
        for name, text in tables.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        founds = [found for name in tables for found in read_file(tmp_path / f"{name}.csv")]
        drafts = [with_suggestions(one) for one in draft_all(recognise_all(founds), here_of(shop))]
        parts = [(one.found, mappings_of(one)) for one in drafts]
        report = plan.carry_out(shop, tables_of(parts, shop)).report
        return {one.found.name.partition(".")[0]: one for one in drafts}, report.rejected

    return come_in


def test_deals_are_in_the_stages_of_another_table_and_activities_find_their_deals(shop, bring):
    _drafts, refused = bring(customers=CUSTOMERS, deal_stages=STAGES, deals=DEALS, activities=ACTIVITIES)
    assert refused == []
    assert shop.rows("SELECT name, kind FROM stage ORDER BY id") == [
        ("Lead", "open"),
        ("Closed Won", "won"),
        ("Closed Lost", "lost"),
    ]
    deals = "SELECT d.title, c.city, s.name, d.amount FROM deal d JOIN contact c ON c.id = d.contact_id"
    assert shop.rows(f"{deals} JOIN stage s ON s.id = d.stage_id ORDER BY d.id") == [
        ("Deal 1", "Kiel", "Lead", 10000),
        ("Deal 2", "Ulm", "Closed Won", 20000),
        ("Deal 3", "Bonn", "Closed Lost", 40000),
    ]
    told = "SELECT a.kind, d.title FROM activity a JOIN deal d ON d.id = a.deal_id ORDER BY a.id"
    assert shop.rows(told) == [("call", "Deal 3"), ("email", "Deal 1")]


def test_stages_of_another_table_may_be_named_and_are_not_made_twice(shop, bring):
    named = DEALS.replace(",1,open", ",Lead,open").replace(",2,won", ",Closed Won,won").replace("stage_id", "stage")
    _drafts, refused = bring(stages=STAGES, deals=named.replace(",3,lost", ",Closed Lost,lost"))
    assert refused == []
    assert shop.rows("SELECT count(*) FROM stage") == [(3,)]
    assert shop.rows("SELECT s.name FROM deal d JOIN stage s ON s.id = d.stage_id ORDER BY d.id") == [
        ("Lead",),
        ("Closed Won",),
        ("Closed Lost",),
    ]


def test_stages_without_a_name_are_no_stages_for_others(bring):
    drafts, _refused = bring(stages="stage_id,probability,order\n1,0.1,1\n2,0.2,2\n3,0.3,3\n", deals=DEALS)
    assert drafts["deals"].here.stages == ()


def test_ids_of_deals_stay_as_they_are_where_no_deal_can_be_meant(shop, bring):
    _drafts, refused = bring(activities=ACTIVITIES)
    assert refused == []
    assert shop.rows("SELECT deal_id, custom FROM activity ORDER BY id")[0] == (
        None,
        '{"deal_id (from the file)": "3"}',
    )


def test_a_sale_is_that_of_the_customer_with_the_id_and_not_of_another_one_of_that_name(shop, bring):
    sales = (
        "sale_id,customer_id,customer_name,sold_on,amount\n7,3,Ada Lee,2026-04-01,5.25\n8,1,Ada Lee,2026-04-02,7.10\n"
    )
    _drafts, refused = bring(customers=CUSTOMERS, sales=sales)
    assert refused == []
    found = "SELECT c.city, s.amount FROM sale s JOIN contact c ON c.id = s.contact_id ORDER BY s.id"
    assert shop.rows(found) == [("Kiel", 525), ("Ulm", 710)]
    assert shop.rows("SELECT count(*) FROM contact") == [(3,)]


def test_people_belong_to_the_company_with_the_id_and_none_is_made_of_it(shop, bring):
    accounts = "account_id,account_name,industry\n7,Blue Ltd,Paint\n8,Red Ltd,Wood\n"
    people = (
        "contact_id,account_id,full_name,email\n1,8,Ada Lee,ada@red.de\n2,7,Bob Ray,bob@blue.de\n3,9,Cy Moe,cy@x.de\n"
    )
    _drafts, refused = bring(accounts=accounts, people=people)
    assert refused == []
    found = "SELECT p.name, c.name FROM contact p LEFT JOIN contact c ON c.id = p.company_id WHERE p.kind = 'person'"
    assert shop.rows(f"{found} ORDER BY p.name") == [("Ada Lee", "Red Ltd"), ("Bob Ray", "Blue Ltd"), ("Cy Moe", None)]
    assert shop.rows("SELECT count(*) FROM contact") == [(5,)]


def test_won_deals_are_no_sales_where_a_table_of_sales_comes_too(shop, bring):
    sales = "sale_id,customer_id,sale_date,amount\n7,3,2026-04-01,5.25\n8,1,2026-04-02,7.10\n"
    bring(customers=CUSTOMERS, deal_stages=STAGES, deals=DEALS, sales=sales)
    assert shop.rows("SELECT sum(amount) FROM sale") == [(1235,)]


def test_payments_of_invoices_and_invoices_of_sales_are_not_counted_once_more(shop, bring):
    sales = "sale_id,customer_name,sale_date,amount\nS1,Ada,2026-04-01,10.00\nS2,Bob,2026-04-02,20.00\n"
    invoices = (
        "invoice_id,sale_id,customer_name,invoice_date,amount\nI1,S1,Ada,2026-04-03,10.00\nI2,S2,Bob,2026-04-04,20.00\n"
    )
    payments = "payment_id,invoice_id,payment_date,amount\nP1,I1,2026-04-05,10.00\nP2,I2,2026-04-06,20.00\n"
    till = "Sale date,Customer,Total\n2026-04-07,Cid,0.50\n2026-04-08,Dan,0.50\n"
    drafts, refused = bring(till=till, sales=sales, invoices=invoices, payments=payments)
    assert [drafts[name].answers["kind"] for name in ("invoices", "payments")] == [NOTHING, NOTHING]
    assert refused == []
    assert shop.rows("SELECT sum(amount) FROM sale") == [(3100,)]


def test_of_two_tables_of_sales_that_name_each_other_one_comes_in(shop, bring):
    sales = "sale_id,invoice_id,sale_date,amount\nS1,I1,2026-04-01,10.00\nS2,I2,2026-04-02,20.00\n"
    invoices = "invoice_id,sale_id,invoice_date,amount\nI1,S1,2026-04-03,10.00\nI2,S2,2026-04-04,20.00\n"
    bring(sales=sales, invoices=invoices)
    assert shop.rows("SELECT sum(amount) FROM sale") == [(3000,)]


def test_records_of_one_kind_that_are_numbered_alike_are_told_apart(shop, bring):
    contracts = (
        "subscription_id,customer_id,status,start_date,value\n1,1,active,2026-01-01,9.50\n2,2,won,2026-01-02,8.50\n"
    )
    _drafts, refused = bring(customers=CUSTOMERS, deals=DEALS, subscriptions=contracts)
    assert refused == []
    assert shop.rows("SELECT count(*), sum(amount) FROM deal") == [(5, 71800)]
    sold = "SELECT s.amount, d.amount FROM sale s JOIN deal d ON d.id = s.deal_id ORDER BY s.amount"
    assert shop.rows(sold) == [(850, 850), (20000, 20000)]


def test_a_table_that_is_hardly_like_that_of_a_program_is_what_it_says_itself(shop, bring):
    text = "opportunity_id,opportunity_name,amount,stage,status,owner,created_date,close_date,last_stage\n"
    text += (
        "O1,Roof,10.00,Closed Won,Won,Ann,2026-01-02,2026-02-03,Offer\nO2,Door,5.00,Offer,Open,Bob,2026-01-03,,New\n"
    )
    drafts, refused = bring(opportunities=text)
    assert (drafts["opportunities"].base, refused) == ((), [])
    assert shop.rows("SELECT d.title, s.name FROM deal d JOIN staff s ON s.id = d.owner_id ORDER BY d.id") == [
        ("Roof", "Ann"),
        ("Door", "Bob"),
    ]


def test_quotes_of_deals_are_no_deals_once_more_and_ids_of_fields_that_somebody_made_are_ids(shop, bring):
    deals = (
        "OpportunityExtId__c,AccountExtId__c,Name,StageName,Amount,CloseDate\nO1,A1,Roof,Closed Won,10.00,2026-01-02\n"
    )
    quotes = "QuoteExtId__c,OpportunityExtId__c,Name,Status,ExpirationDate\nQ1,O1,Roof quote,Accepted,2026-01-01\n"
    accounts = "AccountExtId__c,Name,Website,Description\nA1,Blue Ltd,www.blue.example,Paint\n"
    drafts, refused = bring(accounts=accounts, opportunities=deals, quotes=quotes)
    assert (drafts["quotes"].answers["kind"], refused) == (NOTHING, [])
    assert shop.rows("SELECT d.title, c.name FROM deal d JOIN contact c ON c.id = d.contact_id") == [
        ("Roof", "Blue Ltd")
    ]


def test_open_deals_of_which_only_the_hoped_for_end_is_told_have_begun_by_now(shop, bring):
    text = "Deal,Stage,Value,Close Date\nRoof,Won,10.00,2020-01-02\nDoor,Offer,5.00,2190-01-03\n"
    _drafts, refused = bring(deals=text)
    assert refused == []
    opened = "SELECT title, opened_at < ?, closed_at IS NOT NULL FROM deal ORDER BY id"
    assert shop.rows(opened, (shop.clock.now(),)) == [("Roof", 1, 1), ("Door", 1, 0)]


def test_the_sign_of_a_currency_in_a_heading_is_that_currency(bring):
    drafts, refused = bring(invoices="Invoice ID,Client Name,Payment Date,Amount (лв)\n1,Ivan,2025-01-14,500\n")
    assert any(one.id == "currency:Amount (лв)" for one in drafts["invoices"].questions)
    assert [one.reason for one in refused] == ["is in BGN, but this workspace keeps EUR; write there what it is in EUR"]


def test_the_day_by_which_something_is_due_is_not_when_it_began(bring):
    drafts, _refused = bring(cases="Case ID,Subject,Priority,SLA Due\n1,Leak,High,2026-01-02\n2,Noise,Low,2026-01-03\n")
    (asked,) = (one for one in drafts["cases"].questions if one.id == "need:opened_at")
    assert (asked.answer, asked.suggested) == ("", "")
