"""Words that say something of a column whichever field it is for: an id, money that came in, a day that is hoped for.

First whole headings, then words that are looked for in headings.
"""

from __future__ import annotations

from crmdesk.exchange.near import folded

PEOPLE_NAMED = folded(
    "contact|contact person|contact name|primary contact|main contact|person|person name|contacts|related contacts"
    "|contact persons|ansprechpartner|ansprechpartnerin|kontakt|kontaktperson|interlocuteur|contacto"
    "|persona de contacto|contatto|persona di contatto|referente|contactpersoon|contact principal|contato"
)
"""The person at a customer, beside another heading of the customer."""
PRIMARY = folded("primary contact|main contact|hauptansprechpartner|contact principal|contacto principal")
"""Whom one asks at a company that has a row of its own."""
STAGES = folded("stage|deal stage|stage name|pipeline stage|sales stage|opportunity stage|etapa|étape")
"""What only deals have: a status anything may have."""
CREDITS = folded("credit|credits|haben|crédit|crédito|avere|bij|paid in|money in|deposit|deposits|einnahmen|in")
DEBITS = folded("debit|debits|soll|débit|débito|dare|af|paid out|money out|withdrawal|withdrawals|ausgaben|out")
"""Money that came in and that went out, of files that have a column for each."""
BALANCES = folded(
    "balance|saldo|kontostand|solde|running balance|account balance|saldo nach buchung|guthaben|closing balance"
)
"""What was left on an account: the table is the statement of a bank."""
CURRENCIES = folded(
    "currency|currency code|währung|währungscode|devise|monnaie|moneda|divisa|valuta|moeda|valutacode|iso currency"
    "|curr|ccy|waehrung"
)
TIMES = folded("time|uhrzeit|zeit|heure|hora|ora|tijd|time of day")
REGIONS = folded("state|province|county|region|bundesland|provinz|kanton|provincia|provincie|département|estado")
"""Parts of an address that are larger than a city: “Address 1: State/Province” is no street."""
HOUSE_NUMBERS = folded(
    "hausnr|hausnummer|house number|house no|street number|street no|huisnummer|huisnr|numéro de rue|nº|civico"
)
"""What stands behind the street, in files that part them."""

BLOCKING = folded(
    "birth|birthday|birthdate|geburtstag|geburtsdatum|naissance|nacimiento|nascita|nascimento|geboorte|modified"
    "|updated|update|changed|geändert|aktualisiert|modifié|modificado|modificato|modificado|gewijzigd|opt|consent"
    "|optout|unsubscribed|newsletter|einwilligung|bounce|last|letzte|dernier|último|ultimo|laatste|extension|fax"
    "|variant|index|previous|count|anzahl|number|rate|per|avg|average|mean|min|max|total|domain|relation|yomi"
    "|phonetic|password|passwort|annual|monthly|yearly|weekly|declared|weighted|jahresumsatz|pipeline"
    "|days|hours|tage|stunden|dias|giorni|cycle|calls|visits|quantity|qty|menge|cantidad|is|has"
)
"""They make something else of a heading that holds a known one: a birth date is no date of a deal."""
DUE = folded("due|deadline|expiration|expiry|expires|sla|fällig|frist|échéance|vencimiento|scadenza")
"""They say of a day that something is to be done by then: that is not when it began."""
AHEAD = folded("expected|estimated|est|exp|forecast|projected|planned|erwartet|geplant")
"""They say that something is only believed: it counts where nothing else says it."""
TRAILING = folded(
    "name|names|title|label|text|person|full|nom|nome|nombre|naam|de|du|des|del|della|do|da|di|von|van|the|and|und"
    "|work|home|billing|primary|main|user|email|mail|e|id|no|nr|1|2|3|from|file|net|netto|gross|brutto|ht|ttc|local"
)
"""Behind the word of a field they do not make another one of it: “owner user e-mail” is an owner."""
STAFF = folded(
    "owner|user|agent|assignee|assigned|responsible|rep|besitzer|betreuer|bearbeiter|verkäufer|propietario"
    "|propriétaire|proprietario|eigenaar|vendedor|vendeur"
)
"""Somebody who works here."""
COMPANIES = folded("company|companie|account|organization|organisation|firma|firmen|unternehmen|entreprise|empresa")
"""Of what a file is, without the s of several."""
STAGE = folded("stage|phase|fase|etape|etapa|stufe|etappe|stadium|milestone")
"""The stage of a deal, beside a status that only says how it ended."""
STATUS = folded("status|state|outcome|result|ergebnis|stand|estado|statut|stato|situação|resultado|résultat")
"""Whether a deal is open, won or lost, beside the stage it is in."""
OVER = folded("actual|won|lost|completed|real|gewonnen|verloren|tatsachlich|effective|effettiva|ganado|perdido")
"""The day on which a deal really ended."""
ACCOUNT = folded("account|konto|compte|cuenta|conto|conta|rekening|iban")
"""One's own account in the statement of a bank."""
FOREIGN = folded(
    "original|orig|foreign|local|fremdwährung|fremd|originalwährung|origine|oorspronkelijk|oorspr|source|from|to"
)
"""Money in which something was paid elsewhere, beside what it came to here."""
CURRENCY_CODES = frozenset(
    "EUR USD GBP CHF JPY CNY INR AUD CAD NZD SEK NOK DKK PLN CZK HUF RON BGN TRY RUB UAH BRL MXN ARS CLP COP PEN ZAR"
    " AED SAR ILS EGP NGN KES IDR MYR SGD THB PHP VND KRW HKD TWD PKR ISK".split()
)
"""The codes of currencies, as they stand in headings and cells."""
PICTURED = folded("linkedin|linked|facebook|twitter|instagram|xing|youtube|tiktok|photo|bild|logo|image|picture|avatar")
"""Addresses on the net that are no website of one's own."""
ID = folded("id|ids|uid|uuid|guid|key|no|nr|num|number|nummer|nummern|numéro|número|numero|code|ref|reference|#|pk")
