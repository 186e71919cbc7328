"""Which field a column is, and what the rows of a table are."""

import io

import pytest

from crmdesk.exchange import guessing, kind_guessing
from crmdesk.exchange.profile import profiles_of
from crmdesk.exchange.table import read_csv


def columns(text: str):
    return profiles_of(read_csv(io.BytesIO(text.encode()), "x.csv", number_repeats=True))


def fields(kind: str, text: str) -> dict[str, str]:
    return {name: one.field for name, one in guessing.assigned(kind, columns(text)).items()}


CONTACTS = {
    "en": ("First Name,Last Name,Company,E-mail Address,Phone Number,Street,City,ZIP,Country,Notes", "USA"),
    "de": ("Vorname,Nachname,Firma,E-Mail-Adresse,Telefon,Straße,Ort,PLZ,Land,Bemerkungen", "Deutschland"),
    "fr": ("Prénom,Nom,Société,Courriel,Téléphone,Rue,Ville,Code postal,Pays,Remarques", "France"),
    "es": (
        "Nombre,Apellidos,Empresa,Correo electrónico,Teléfono,Calle,Ciudad,Código postal,País,Observaciones",
        "España",
    ),
    "it": ("Nome,Cognome,Azienda,Posta elettronica,Telefono,Indirizzo,Città,CAP,Paese,Osservazioni", "Italia"),
    "pt": ("Primeiro nome,Sobrenome,Nome da empresa,E-mail,Telefone,Rua,Cidade,CEP,País,Observações", "Brasil"),
    "nl": (
        "Voornaam,Achternaam,Bedrijf,E-mailadres,Telefoonnummer,Straat,Plaats,Postcode,Land,Opmerkingen",
        "Nederland",
    ),
}


@pytest.mark.parametrize("language", CONTACTS)
def test_contacts_are_understood_in_seven_languages(language):
    headings, country = CONTACTS[language]
    text = f"{headings}\nAnn,Lee,Acme,ann@acme.com,+49 30 1234560,Road 1,Town,10115,{country},Nice\n"
    text += f"Bob,Ray,Beta,bob@beta.com,+49 30 1234561,Road 2,Town,10117,{country},Kind\n"
    expected = ["first_name", "last_name", "company_name", "email", "phone", "street", "city", "postcode", "country"]
    assert list(fields("contacts", text).values()) == [*expected, "notes"] or set(
        fields("contacts", text).values()
    ) == {*expected, "notes"}
    assert kind_guessing.kinds_for("x.csv", columns(text))[0].kind == "contacts"


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        (
            "deals",
            "x.csv",
            "Deal Name,Stage,Amount,Close Date,Created\nA,Won,5,2026-02-01,2026-01-03\nB,New,7,,2026-01-04\n",
        ),
        (
            "deals",
            "x.csv",
            'Abschluss,Phase,Betrag,Eröffnet am\nA,Angebot,"5,10",03.01.2026\nB,Gewonnen,"7,00",31.01.2026\n',
        ),
        (
            "tickets",
            "x.csv",
            "Subject,Priority,Created,Solved,Agent\nHelp,high,2026-01-03,2026-01-04,Bob\nHi,low,2026-01-04,,Eve\n",
        ),
        ("sales", "invoices.csv", "Invoice date,Customer,Total\n2026-01-03,Acme,5.10\n2026-01-04,Beta,7.20\n"),
        (
            "sales",
            "x.csv",
            "Rechnungsdatum;Kunde;Umsatz\n31.01.2026;Acme;5,10\n01.02.2026;Beta;7,20\n".replace(";", "\t")
            .replace(",", ".")
            .replace("\t", ","),
        ),
        ("expenses", "x.csv", "Date,Campaign,Cost,Clicks\n2026-01-03,Spring,5.10,5\n2026-01-04,Summer,7.25,6\n"),
        ("surveys", "x.csv", "Submitted,NPS score,Comment\n2026-01-03,10,Nice\n2026-01-04,3,Bad\n"),
        (
            "activities",
            "x.csv",
            "Activity type,Subject,Due date,Done\nCall,Ask Ann,2026-01-03,\nMeeting,See Bob,2026-01-04,2026-01-05\n",
        ),
        ("campaigns", "x.csv", "Campaign name,Budget,Start date\nSpring,500.00,2026-01-03\nSummer,700.50,2026-02-03\n"),
        ("staff", "team.csv", "Employee,Role,Hire date\nAnn,Sales,2020-01-03\nBob,Support,2021-02-03\n"),
        ("stages", "x.csv", "Stage name,Probability,Order\nNew,0.1,1\nOffer,0.5,2\n"),
        (
            "contacts",
            "leads.csv",
            (
                "lead_id,created_date,source,campaign,status,to_opportunity,assigned_rep,email_domain\n"
                "L1,2026-01-03,Web,Spring,New,TRUE,Ann,a.example\nL2,2026-01-04,Ad,Summer,Won,FALSE,Bob,b.example\n"
            ),
        ),
        (
            "activities",
            "tasks.csv",
            "Subject,Description,Status,Priority,ActivityDate\nAsk,a,Completed,High,2026-01-03\nSee,b,Open,Low,2026-01-04\n",
        ),
        (
            "activities",
            "interactions.csv",
            (
                "interaction_id,customer_id,interaction_type,interaction_date,rep_id,outcome\n1,60,Meeting,2026-01-03,8,Won\n"
                "2,61,Email,2026-01-04,2,Interested\n"
            ),
        ),
        (
            "expenses",
            "expenditures.csv",
            (
                "Expenditure ID,Requester,Amount Paid,Payment Status,Payment Date\nE1,Ann,10.50,Paid,2026-01-03\n"
                "E2,Bob,20.50,Paid,2026-01-04\n"
            ),
        ),
        ("staff", "sales_reps.csv", "rep_id,name,region,performance_score\n1,Ann,North,99\n2,Bob,South,85\n"),
        (
            "deals",
            "x.csv",
            (
                "type,name,stage,amount,probability\nDeal,Roof,Offer,10.50,50\nDeal,Door,Offer,20.50,60\n"
                "Deal,Wall,New,20.50,60\n"
            ),
        ),
    ],
)
def test_the_kind_of_the_rows_is_found(kind, name, text):
    found = kind_guessing.kinds_for(name, columns(text))
    assert found[0].kind == kind, [(one.kind, one.score) for one in found]
    assert found[0].reasons


@pytest.mark.parametrize(
    ("kind", "text", "name", "field"),
    [
        ("deals", "close_value\n5\n7\n", "close_value", "amount"),
        ("deals", "Deal - Title\nA\nB\n", "Deal - Title", "title"),
        ("deals", "Amount (USD)\n5\n7\n", "Amount (USD)", "amount"),
        ("deals", "Ammount\n5\n7\n", "Ammount", "amount"),
        ("deals", "Close dates\n2026-01-01\n2026-01-02\n", "Close dates", "closed_at"),
        ("deals", "Annual revenue\n5\n7\n", "Annual revenue", None),
        ("deals", "Date of birth\n2026-01-01\n2026-01-02\n", "Date of birth", None),
        ("deals", "Amount\nred\nblue\n", "Amount", None),
        ("deals", "lead_id\na1\na1\n", "lead_id", "contact_id"),
        ("deals", "mql_id\na1\na1\n", "mql_id", "contact_id"),
        ("deals", "widget_id\na1\na1\n", "widget_id", None),
        ("deals", "seller_id\na1\na1\n", "seller_id", "owner_id"),
        ("deals", "employees\n5\n5\n", "employees", None),
        ("deals", "has_company\ntrue\nfalse\n", "has_company", None),
        ("deals", "Opportunity ID\n5\n7\n", "Opportunity ID", "id"),
        ("deals", "Ccy\nEUR\nEUR\n", "Ccy", "currency"),
        ("contacts", "x\na@b.de\nc@d.de\n", "x", "email"),
        ("contacts", "Fax\n+49 30 123456\n+49 30 123457\n", "Fax", None),
        ("contacts", "Reach\n+49 30 123456\n+49 30 123457\n", "Reach", "phone"),
        ("contacts", "Count\n1234567\n1234568\n", "Count", None),
        ("contacts", "Email opt out\ntrue\nfalse\n", "Email opt out", None),
        ("contacts", "First Name\nyes\nno\n", "First Name", None),
        ("contacts", "Site\nwww.a.de\nwww.b.de\n", "Site", "website"),
        ("contacts", "Email\n\n\n", "Email", "email"),
        ("tickets", "Uhrzeit\n10:00\n11:00\n", "Uhrzeit", "time"),
        ("tickets", "Opened\n45000\n45001.5\n", "Opened", "opened_at"),
        ("expenses", "Category\nsocial\nsearch\n", "Category", "channel"),
        ("expenses", "Category\nTravel\nAds\n", "Category", "category"),
        ("surveys", "*RESPNUM\n1\n2\n", "*RESPNUM", "id"),
        ("contacts", "City\n2026-01-01\n2026-01-02\n", "City", None),
        ("deals", "sales_cycle_days\n37\n31\n", "sales_cycle_days", None),
        ("deals", "calls_amount\n2\n3\n", "calls_amount", None),
        ("deals", "owner_id\n" + "".join(f"E{n}\n" for n in range(30)), "owner_id", None),
        ("tickets", "spent\n3.574055323160001\n12.28077687200001\n", "spent", None),
        ("contacts", "is_customer\nyes\nno\n", "is_customer", None),
        ("sales", "id_transaction\nT1\nT2\n", "id_transaction", "id"),
        ("contacts", "No.,Name,City\n1,Ada,Ulm\n2,Bob,Bonn\n", "No.", None),
        ("contacts", "Name,Street,No.\nAda,Weg,1\nBob,Allee,2\n", "No.", "street"),
        ("contacts", "Nome,Cognome,Via (uff.),CAP (uff.)\nAda,Neri,Via Roma 1,10121\n", "Via (uff.)", "street"),
    ],
)
def test_a_heading_is_believed_where_the_cells_agree(kind, text, name, field):
    assert fields(kind, text).get(name) == field


def test_several_columns_may_give_one_field_and_others_only_once():
    found = fields(
        "contacts",
        "Email,Home Email,Phone,Mobile,City,Work City\n" + "a@b.de,c@d.de,+49 30 123456,+49 171 1234567,Town,Town\n",
    )
    assert [found["Email"], found["Home Email"], found["Phone"], found["Mobile"]] == [
        "email",
        "email",
        "phone",
        "phone",
    ]
    assert list(found.values()).count("city") == 1


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("45000\n45001.5\n", "excel"),
        ("1700000000\n1700000500\n", "epoch"),
        ("1700000000000\n1700000000001\n", "epoch_ms"),
        ("5\n7\n", ""),
        ("a\nb\n", ""),
    ],
)
def test_days_may_be_written_as_a_count(text, form):
    assert guessing.could_be_serial(columns(f"x\n{text}")[0]) == form


def test_nothing_is_made_of_a_table_that_is_like_none():
    assert all(one.score < 0.4 for one in kind_guessing.kinds_for("x.csv", columns("Alpha,Beta\nqq,ww\nee,rr\n")))


def test_the_fields_of_a_kind_are_its_own_and_parts():
    assert {"email", "first_name", "company_name", "time"} <= set(guessing.fields_in("contacts"))
    assert "company_id" not in guessing.fields_in("contacts")
    assert "currency" in guessing.fields_in("sales")
