"""What columns are called in the files that people bring: for each field of each kind, its headings in seven languages.

Case, accents, spaces and punctuation do not matter. Of several columns for one field the earlier heading is preferred.
Some names are no fields of a record but parts of one (`first_name`), or parts of a record that it refers to
(`contact_email`).
"""

from __future__ import annotations

from crmdesk.exchange.near import fold, folded

_NAME = (
    "name|full name|display name|contact name|customer name|client name|lead name|person name|file as|customer|client"
    "|contact|person|referente|interlocuteur|contactpersoon|kontaktperson|persona de contacto|kunde|kundenname"
    "|vollständiger name|anzeigename|ansprechpartner|kontakt|nom complet|nom du client|client nom|contacto"
    "|nombre completo|cliente|nombre del cliente|nome completo|nome cliente|nominativo|naam|volledige naam|klant"
    "|klantnaam|cust name|subscriber|member|guest|donor|lead|lieferant|vendor|supplier"
)
_FIRST_NAME = (
    "first name|firstname|given name|forename|first|vorname|prénom|nombre|nombre de pila|nome|primeiro nome|voornaam"
    "|fname|contact first name|billing first name"
)
_LAST_NAME = (
    "last name|lastname|surname|family name|last|nachname|familienname|nom|nom de famille|apellido|apellidos|cognome"
    "|sobrenome|apelido|achternaam|lname|contact last name|billing last name"
)
_COMPANY = (
    "company|company name|organization|organisation|organization name|organisation name|account|account name|firm"
    "|firma|firmenname|firmierung|unternehmen|business|business name|employer|institution|entreprise|société"
    "|raison sociale|organisme|empresa|nombre de la empresa|compañía|razón social|azienda|nome azienda|società"
    "|ragione sociale|nome da empresa|bedrijf|bedrijfsnaam|organisatie|associated company|company associations|verein"
    "|arbeitgeber|legal name|trade name|trading name|dba|dba name|doing business as|institution name|agency name"
    "|site name|facility name|school name|practice name|club name|venue name|restaurant name|hotel name|hospital name"
)
_EMAIL = (
    "email|e-mail|e-mail address|email address|primary email|mail|e-mail 1 value|work email|email work|business email"
    "|e-mail adresse|emailadresse|courriel|adresse e-mail|adresse email|adresse électronique|correo|correo electrónico"
    "|dirección de correo|posta elettronica|indirizzo e-mail|indirizzo email|e-mailadres|home email|email home"
    "|personal email|email private|secondary email|other email|email other|email 2|e-mail 2 address|e-mail 3 address"
)
_PHONE = (
    "phone|phone number|telephone|tel|mobile|mobile phone|mobile number|cell|cell phone|work phone|phone work"
    "|business phone|primary phone|phone 1 value|telefon|telefonnummer|telefon geschäftlich|festnetz|rufnummer|handy"
    "|mobil|mobiltelefon|mobilnummer|téléphone|numéro de téléphone|tél|portable|téléphone mobile|teléfono|móvil"
    "|celular|número de teléfono|telefono|cellulare|numero di telefono|telefone|telemóvel|telemovel|telefoon"
    "|telefoonnummer|mobiel|home phone|phone home|telefon privat|phone other|other phone|phone 2|business phone 2"
    "|whatsapp"
)
_OWNER = (
    "owner|owner name|record owner|contact owner|lead owner|deal owner|account owner|opportunity owner|sales rep"
    "|sales representative|sales agent|rep|rep name|sr|sales person|salesperson|owned by|salesman|seller|sales|agent"
    "|account manager|account executive|assigned to|assignee|assigned user|assigned|responsible|responsible person"
    "|handled by|manager|sdr|bdr|ae|csm|consultant|advisor|besitzer|inhaber|zuständig|verantwortlich|verantwortlicher"
    "|bearbeiter|betreuer|kundenbetreuer|vertriebler|verkäufer|mitarbeiter|sachbearbeiter|propriétaire|responsable"
    "|commercial|vendeur|attribué à|conseiller|propietario|comercial|vendedor|asignado a|agente|proprietario|venditore"
    "|assegnato a|commerciale|responsabile|proprietário|responsável|atribuído a|eigenaar|verkoper|toegewezen aan"
    "|verantwoordelijke|medewerker|resource|org resource|org:resource|user|staff|employee|technician|operator|by"
)
_CHANNEL = (
    "channel|source|lead source|origin|original source|utm source|utm medium|medium|via|acquisition channel|referrer"
    "|traffic source|how did you hear about us|kanal|quelle|herkunft|lead quelle|leadquelle|akquisekanal|canal"
    "|source du prospect|provenance|origine|fuente|origen|fuente del cliente potencial|canale|fonte|provenienza|origem"
    "|bron|kanaal|herkomst|platform|network|channel group|default channel group"
)
_CAMPAIGN = (
    "campaign|campaign name|utm campaign|primary campaign source|kampagne|kampagnenname|campagne|nom de la campagne"
    "|campaña|nombre de la campaña|campagna|nome campagna|campanha|nome da campanha|campagnenaam|ad set name"
)
_NOTES = (
    "notes|note|comments|comment|remarks|remark|description|memo|background|details|body|text|notizen|notiz|bemerkung"
    "|bemerkungen|kommentar|anmerkung|anmerkungen|beschreibung|commentaire|commentaires|remarque|remarques|notas|nota"
    "|comentarios|observaciones|descripción|annotazioni|osservazioni|commenti|descrizione|observações|comentários"
    "|descrição|opmerkingen|opmerking|notities|omschrijving|beschrijving"
)
_CREATED = (
    "created|created at|create date|created date|created time|created on|date created|creation date|date added|added"
    "|added on|signup date|signed up|registered|registration date|member since|first seen|customer since"
    "|date of creation|erstellt|erstellt am|angelegt|angelegt am|erstelldatum|anlagedatum|eintritt|eintrittsdatum"
    "|mitglied seit|kunde seit|créé le|date de création|creado|fecha de creación|fecha de alta|creato|data creazione"
    "|data di creazione|criado em|data de criação|aanmaakdatum|aangemaakt|aangemaakt op|datum aangemaakt"
)
_DATE = "date|day|datum|tag|jour|fecha|día|data|giorno|dia|dag|timestamp|zeitstempel|c date|dt"
_OPENED = (
    "opened|opened at|open date|opened date|opened on|date opened|start date|started|reported|reported at|eröffnet"
    "|eröffnet am|geöffnet|ouvert le|date d'ouverture|abierto|fecha de apertura|aperto|data apertura|data di apertura"
    "|aberto em|data de abertura|geopend|geopend op|received|received at|submitted|submitted at|requested|requested at"
    "|date requested|raised|raised at|logged|logged at|erfasst am|gemeldet am|signalé le|eingang|eingegangen am"
    f"|{_CREATED}|{_DATE}|time timestamp|time:timestamp|complete timestamp"
)
_CONTACT = (
    f"{_NAME}|{_COMPANY}|requester|requester name|reporter|submitter|caller|buyer|payer|billing name|payee|empfänger"
    "|begünstigter|begünstigter auftraggeber|auftraggeber|zahlungspflichtiger|beneficiary|counterparty"
    "|counterparty name|bénéficiaire|beneficiario|begunstigde|tegenpartij|name zahlungsbeteiligter"
)
_AMOUNT = (
    "amount|value|deal value|deal amount|total|total amount|sum|price|revenue|close value|deal size|opportunity amount"
    "|net|net amount|gross|gross amount|gross sales|net sales|sales|grand total|order total|total price|invoice amount"
    "|paid|amount paid|dollar value|turnover|money|betrag|summe|wert|umsatz|gesamt|gesamtbetrag|gesamtsumme|netto"
    "|brutto|preis|auftragswert|dealwert|rechnungsbetrag|endbetrag|montant|valeur|total ht|total ttc|prix|ca"
    "|chiffre d'affaires|importe|monto|valor|precio|importe total|ingresos|importo|valore|totale|prezzo|fatturato"
    "|ricavi|preço|receita|bedrag|waarde|totaal|prijs|omzet|converted amount|amt"
)
_PERSON = {
    "contact_first": _FIRST_NAME,
    "contact_last": _LAST_NAME,
    "contact_email": _EMAIL,
    "contact_phone": _PHONE,
}
"""The person at a customer, as far as columns say who that is."""

_FIELDS: dict[str, dict[str, str]] = {
    "staff": {
        "name": f"name|full name|employee|employee name|agent|sales agent|staff|user|user name|{_OWNER}|{_NAME}",
        "first_name": _FIRST_NAME,
        "last_name": _LAST_NAME,
        "email": _EMAIL,
        "role": "role|position|job title|title|function|department|profile|team|rolle|funktion|stelle|abteilung|rôle"
        "|poste|rol|puesto|cargo|ruolo|funzione|função|functie|afdeling",
        "started_on": "started|start date|hired|hire date|hired on|employed since|joined|date joined|eintritt"
        "|eintrittsdatum|eingestellt am|date d'embauche|entrée|fecha de alta|fecha de contratación|data assunzione"
        "|data de admissão|in dienst|datum in dienst",
        "left_on": "left|left on|end date|termination date|leave date|last day|austritt|austrittsdatum|date de sortie"
        "|fecha de baja|data cessazione|data de saída|uit dienst",
    },
    "contacts": {
        "kind": "kind|type|contact type|record type|is company|kontaktart|art|typ|type de contact|tipo|tipo contatto"
        "|soort",
        "name": _NAME,
        "first_name": _FIRST_NAME,
        "middle_name": "middle name|additional name|second name|zweiter vorname|deuxième prénom|segundo nombre"
        "|secondo nome|nome do meio|tussenvoegsel",
        "last_name": _LAST_NAME,
        "company_name": _COMPANY,
        "email": _EMAIL,
        "phone": _PHONE,
        "street": "street|address|street address|address 1|address line 1|mailing street|billing street|home street"
        "|business street|work address|home address|address 1 street|address 1 formatted|business address|straße"
        "|strasse|anschrift|adresse|hausanschrift|straße hausnummer|rue|adresse postale|calle|dirección|domicilio|via"
        "|via uff|via ab|indirizzo|rua|endereço|morada|straat|adres|postadresse|address 2|address line 2|adresszusatz"
        "|hausnr|hausnummer|house number|house no|street number|street no|huisnummer|huisnr|numéro de rue|nº|civico",
        "city": "city|town|mailing city|billing city|home city|work city|business city|address 1 city|locality|stadt"
        "|ort|wohnort|ville|commune|ciudad|población|localidad|città|comune|cidade|localidade|plaats|stad|woonplaats",
        "postcode": "postcode|postal code|zip|zip code|zipcode|mailing zip postal code|mailing postal code"
        "|billing zip|home postal code|business postal code|address 1 postal code|home zipcode|work zipcode|plz"
        "|postleitzahl|code postal|cp|código postal|cap|codice postale|cep|código postal|postcodes",
        "country": "country|country region|country code|mailing country|billing country|home country|work country"
        "|business country region|address 1 country|nation|land|staat|pays|país|paese|nazione|country name|location"
        "|office location",
        "website": "website|web site|url|homepage|web|web page|website url|domain|company domain name|domain name"
        "|website 1 value|web page 1|webseite|internet|internetseite|site web|site internet|sitio web|página web|sito"
        "|sito web|site|página da web|web adres",
        "owner_id": _OWNER,
        "channel": _CHANNEL,
        "campaign_id": _CAMPAIGN,
        "lead_at": "lead at|lead since|lead date|lead created|became lead|first contact|first contact date"
        "|first touch|date of first contact|inquiry date|enquiry date|interessent seit|erstkontakt|erstkontakt am"
        "|anfragedatum|premier contact|date du premier contact|primer contacto|fecha de primer contacto"
        "|primo contatto|primeiro contato|data do primeiro contato|eerste contact|datum eerste contact",
        "qualified_at": "qualified|qualified at|qualified date|date qualified|qualification date|qualifiziert"
        "|qualifiziert am|qualifié le|calificado|qualificato il|qualificado em|gekwalificeerd op|mql date|sql date",
        "disqualified_at": "disqualified|disqualified at|disqualified date|unqualified date|disqualifiziert am|lost on",
        "first_response_at": "first response|first response at|first responded|first answered|first reply|erste antwort"
        "|première réponse|primera respuesta|prima risposta|primeira resposta|eerste reactie",
        "ended_on": "ended on|cancelled|cancelled on|canceled on|cancellation date|churn date|churned on|cancel date"
        "|contract end|austritt|austrittsdatum|gekündigt|gekündigt am|kündigungsdatum|vertragsende|résilié le"
        "|fecha de baja|disdetta|data di disdetta|cancelado em|opgezegd|opgezegd op",
        "tags": "tags|tag|labels|label|groups|group membership|categories|segment|segments|lists|schlagwörter"
        "|schlagworte|kategorien|gruppen|étiquettes|mots clés|etiquetas|etichette|categorie",
        "notes": _NOTES,
        "created_at": _CREATED,
    },
    "stages": {
        "name": "stage|stage name|phase|name|deal stage|pipeline stage|status|etappe|étape|etapa|fase|stufe",
        "position": "position|order|sort order|rank|reihenfolge|ordre|orden|ordine|ordem|volgorde",
        "probability": "probability|win probability|likelihood|wahrscheinlichkeit|probabilité|probabilidad"
        "|probabilità|probabilidade|waarschijnlijkheid",
        "kind": "kind|type|art|typ|outcome",
    },
    "campaigns": {
        "name": f"{_CAMPAIGN}|name|title|titel|titre|título|titolo",
        "channel": f"{_CHANNEL}|category|type|campaign type|kategorie|art",
        "started_on": "started|start|start date|started on|begin|from|send date|send time|reporting starts"
        "|launch date|sent|startdatum|beginn|versanddatum|date de début|fecha de inicio|data inizio|data de início"
        "|begindatum",
        "ended_on": "ended|end|end date|ended on|until|to|finish|reporting ends|enddatum|ende|date de fin"
        "|fecha de fin|data fine|data de término|einddatum",
        "budget": "budget|planned cost|budgeted cost|planned budget|geplantes budget|presupuesto|orçamento",
    },
    "deals": {
        "title": "title|deal name|deal|deal title|opportunity name|opportunity|name|subject|topic|potential name"
        "|project|bezeichnung|titel|betreff|abschluss|auftrag|verkaufschance|chance|projekt|vorgang|titre|affaire"
        "|opportunité|nom de l'affaire|título|trato|oportunidad|negocio|nombre del trato|titolo|opportunità"
        "|trattativa|nome trattativa|oportunidade|negócio|kans|verkoopkans|deal naam",
        "contact_id": f"{_CONTACT}|party|primary contact|related contacts|contacts".removeprefix("name|"),
        "company_name": f"{_COMPANY}|accounts|sales account",
        **_PERSON,
        "owner_id": _OWNER,
        "amount": f"{_AMOUNT}|opportunity",
        "probability": "probability|win probability|likelihood|chance|probability %|confidence|wahrscheinlichkeit"
        "|abschlusswahrscheinlichkeit|probabilité|probabilidad|probabilità|probabilidade|waarschijnlijkheid|kans %"
        "|slaagkans",
        "stage_id": "stage|deal stage|stage name|pipeline stage|sales stage|opportunity stage|milestone|phase|status"
        "|deal status|state|outcome|result|step|etappe|stufe|vertriebsphase|verkaufsphase|stand|étape|phase de vente"
        "|statut|etapa|fase|estado|fase di vendita|stato|situação|fase do funil|verkoopfase",
        "first_contact_at": "first contact|first contact date|first contacted|erstkontakt|erster kontakt"
        "|premier contact|primer contacto|primo contatto|primeiro contato|eerste contact|first touch|lead date"
        "|inquiry date",
        "opened_at": f"{_OPENED}|engage date|angebot vom|angebotsdatum|anfrage vom|anfragedatum|deal created"
        "|opportunity created|begin|beginn|startdatum|entry date",
        "expected_close_on": "expected close|expected close date|expected to close|estimated close"
        "|estimated close date|forecast date|expected closing|expected|est close date|est closing date"
        "|forecast close date|forecast close|projected close date|planned close date|target close date|close by"
        "|due date|target date|abschluss bis|abschlusstermin|abschluss geplant|geplanter termin|erwarteter abschluss"
        "|voraussichtlicher abschluss|geplanter abschluss|clôture prévue|date de clôture prévue"
        "|fecha de cierre prevista|cierre esperado|cierre previsto|chiusura prevista|data chiusura prevista"
        "|fechamento previsto|data prevista de fechamento|verwachte sluitdatum|verwachte afsluitdatum",
        "closed_at": "actual close date|actual closing date|won date|date won|lost date|date lost|completed date"
        "|date completed|deal closed on|closed|closed at|close date|closing date|close|closed date|closed on"
        "|date closed|won date|won time|won at|date won|won on|lost time|lost date|completed|completion date"
        "|contract date|signed|signed on|end date|abgeschlossen am|abschlussdatum|geschlossen am|gewonnen am"
        "|date de clôture|clos le|clôturé le|date de gain|fecha de cierre|cerrado el|ganado el|data chiusura"
        "|data di chiusura|chiuso il|data de fechamento|fechado em|ganho em|sluitdatum|afgesloten op|gewonnen op",
        "lost_reason": "lost reason|loss reason|reason lost|closed lost reason|reason for loss|verlustgrund"
        "|grund der absage|absagegrund|raison de la perte|motif de perte|motivo de pérdida|motivo perdita"
        "|motivo da perda|reden verlies|verliesreden",
        "campaign_id": _CAMPAIGN,
        "notes": f"{_NOTES}|next step|nächster schritt",
    },
    "tickets": {
        "subject": "subject|title|summary|topic|ticket subject|case subject|issue|question|betreff|thema|titel"
        "|zusammenfassung|anliegen|objet|sujet|titre|résumé|asunto|tema|título|resumen|oggetto|titolo|argomento"
        "|assunto|resumo|onderwerp|samenvatting",
        "contact_id": f"{_CONTACT}|from|sender|absender",
        "company_name": _COMPANY,
        **_PERSON,
        "contact_email": f"requester email|{_EMAIL}",
        "owner_id": f"assignee|agent|technician|resolved by|{_OWNER}",
        "channel": f"{_CHANNEL}|contact method|created via|case origin|eingangskanal",
        "category": "category|type|ticket type|case type|issue type|topic|product|group|kategorie|art|typ|thema"
        "|catégorie|categoría|tipo|categoria|categorie|soort",
        "priority": "priority|urgency|severity|ticket priority|seriousness|importance|priorität|dringlichkeit"
        "|schweregrad|priorité|urgence|prioridad|urgencia|priorità|urgenza|prioridade|urgência|prioriteit|urgentie",
        "opened_at": _OPENED,
        "first_response_at": "first response|first response at|first responded at|first reply|first reply at"
        "|initial response time|first response date|answered|answered at|responded at|first answered|erste antwort"
        "|erste antwort am|erstantwort|beantwortet am|première réponse|primera respuesta|prima risposta"
        "|primeira resposta|eerste reactie|eerste antwoord",
        "resolved_at": "resolved|resolved at|solved|solved at|resolved time|closed|closed at|closed date|closed time"
        "|resolution date|date resolved|completed|completed at|finished|gelöst|gelöst am|erledigt|erledigt am"
        "|geschlossen|geschlossen am|abgeschlossen am|résolu|résolu le|fermé le|clos le|resuelto|resuelto el|cerrado"
        "|cerrado el|risolto|risolto il|chiuso|chiuso il|resolvido|resolvido em|fechado em|opgelost|opgelost op"
        "|gesloten|gesloten op",
        "notes": _NOTES,
    },
    "activities": {
        "kind": "kind|type|activity type|activity|interaction type|engagement type|event type|task type|art|typ"
        "|aktivität|aktivitätstyp|type d'activité|tipo|tipo de actividad|tipo attività|tipo de atividade|soort"
        "|type activiteit",
        "direction": "direction|call direction|inbound outbound|call type|richtung|sens|dirección|direzione|direção"
        "|richting",
        "subject": "subject|title|summary|task|call subject|event|topic|betreff|titel|aufgabe|thema|zusammenfassung"
        "|objet|sujet|titre|tâche|asunto|tarea|título|oggetto|titolo|compito|assunto|tarefa|onderwerp|taak",
        "body": f"body|content|message|call notes|note content|inhalt|nachricht|{_NOTES}",
        "at": "when|at|activity date|interaction date|call date|call time|call start time|meeting date|start|start time"
        "|start date|date time|sent|sent at|beginn|startzeit|zeitpunkt|uhrzeit|début|inicio|inizio|início|begin|aanvang"
        f"|{_CREATED}|{_DATE}",
        "due_at": "due|due at|due date|deadline|due on|fällig|fällig am|fälligkeit|échéance|date d'échéance"
        "|vencimiento|fecha de vencimiento|scadenza|data scadenza|vencimento|data de vencimento|vervaldatum"
        "|deadline datum",
        "done_at": "done|done at|completed|completed at|completion date|completed on|finished|closed time"
        "|marked as done|erledigt|erledigt am|abgeschlossen am|terminé le|fait le|completado|completada el|completato"
        "|completato il|concluído em|voltooid|voltooid op",
        "minutes": "minutes|duration|duration minutes|call duration|length|dauer|dauer minuten|minuten|durée|duración"
        "|durata|duração|duur|call duration in minutes|time spent",
        "contact_id": f"with|participant|attendee|related to|{_CONTACT}",
        "company_name": _COMPANY,
        "contact_email": _EMAIL,
        "contact_phone": _PHONE,
        "deal_id": "deal id|opportunity id|deal number",
        "ticket_id": "ticket id|case id|ticket number|ticketnummer",
        "staff_id": _OWNER,
    },
    "expenses": {
        "spent_on": "spent on|expense date|paid on|payment date|posting date|booking date|invoice date"
        "|reporting starts|ausgabedatum|buchungstag|buchungsdatum|belegdatum|rechnungsdatum|date de dépense"
        f"|date de paiement|fecha de gasto|fecha de pago|data spesa|data pagamento|data da despesa|boekdatum|{_DATE}"
        "|transaction date|month|monat|mois|mes|mese|mês|maand|period|periode|zeitraum",
        "amount": "cost|costs|spend|amount spent|spent|expense|expenses|expense amount|ad spend|ad cost|campaign cost"
        "|media cost|marketing spend|total cost|total spend|charge|fee|kosten|ausgaben|ausgabe|aufwand|werbekosten"
        "|kampagnenkosten|coût|coûts|dépense|dépenses|montant dépensé|coste|costes|gasto|gastos|importe gastado|costo"
        "|costi|spesa|spese|importo speso|custo|custos|gasto total|despesa|despesas|valor gasto|uitgaven"
        f"|besteed bedrag|advertentiekosten|{_AMOUNT}|debit|soll|débit|débito|dare|af",
        "category": "category|type|expense type|expense category|account|kategorie|art|konto|catégorie|categoría|tipo"
        "|categoria|categorie|soort",
        "channel": _CHANNEL,
        "campaign_id": _CAMPAIGN,
        "staff_id": _OWNER,
        "note": f"{_NOTES}|purpose|vendor|supplier|merchant|payee|verwendungszweck|lieferant|zweck|fournisseur"
        "|proveedor|fornitore|fornecedor|leverancier",
    },
    "sales": {
        "sold_at": "sold|sold at|sold on|sale date|sales date|order date|purchase date|date of purchase|invoice date"
        "|payment date|paid|paid at|paid on|paid out|transaction date|order time|ordered at|date paid|billing date"
        "|completed date|started date|verkauft am|verkaufsdatum|bestelldatum|kaufdatum|rechnungsdatum|bezahlt am"
        "|zahlungsdatum|belegdatum|auftragsdatum|buchungstag|date de vente|date de commande|date d'achat"
        "|posting date|booking date|posted date|date de facture|date de paiement|fecha de venta|fecha de compra"
        "|fecha de pedido|fecha de factura|fecha de pago|data vendita|data ordine|data acquisto|data fattura"
        "|data pagamento|data da venda|data da compra|data do pedido|verkoopdatum|besteldatum|aankoopdatum"
        f"|factuurdatum|betaald op|{_DATE}|{_CREATED}",
        "contact_id": _CONTACT,
        "company_name": _COMPANY,
        **_PERSON,
        "amount": f"{_AMOUNT}|credit|haben|crédit|crédito|avere|bij",
        "deal_id": "deal id|opportunity id|deal number|auftragsnummer deal",
        "campaign_id": _CAMPAIGN,
        "staff_id": _OWNER,
        "note": f"{_NOTES}|purpose|verwendungszweck|buchungstext|libellé|concepto|causale|product|item|product name"
        "|item name|artikel|produkt|produit|producto|articolo|prodotto|produto|product naam",
    },
    "surveys": {
        "kind": "kind|type|survey type|survey|art|umfrage|enquête|encuesta|sondaggio|pesquisa|enquête type",
        "answered_at": "answered|answered at|response date|responded|responded at|submit date|submitted at|submitted"
        "|completed|completed at|end date|date submitted|interview date|int date|intdate|recorded date|survey date"
        "|rated at|beantwortet am|antwortdatum|abgeschickt am|date de réponse|répondu le|fecha de respuesta"
        f"|respondido|data risposta|data da resposta|beantwoord op|{_CREATED}|{_DATE}|start date",
        "score": "score|rating|rate|satisfaction|satisfaction score|csat|nps|nps score|net promoter score|netpro"
        "|stars|overall satisfaction|overall rating|overall|how satisfied|how likely|likelihood to recommend"
        "|recommend|would you recommend|bewertung|zufriedenheit|gesamtzufriedenheit|weiterempfehlung|punkte|sterne"
        "|note|évaluation|satisfaction globale|recommandation|puntuación|satisfacción|valoración|calificación"
        "|recomendación|punteggio|valutazione|soddisfazione|raccomandazione|pontuação|avaliação|satisfação"
        "|recomendação|waardering|tevredenheid|beoordeling|cijfer|aanbeveling",
        "contact_id": f"respondent name|{_CONTACT}",
        "contact_email": f"respondent email|{_EMAIL}",
        "ticket_id": "ticket id|ticket|case id|ticket number|ticketnummer|fall",
        "staff_id": _OWNER,
        "comment": f"feedback|reason|why|open answer|{_NOTES}|rückmeldung|begründung|retour|opinión|opinione|opinião",
    },
}


def _ranks(headings: str) -> dict[str, int]:
    """Each heading, folded, with its place among those of its field."""
    ranks: dict[str, int] = {}
    for rank, heading in enumerate(headings.split("|")):
        ranks.setdefault(fold(heading), rank)
    return ranks


HEADINGS: dict[str, dict[str, dict[str, int]]] = {
    kind: {name: _ranks(headings) for name, headings in fields.items()} for kind, fields in _FIELDS.items()
}
"""The folded headings of each field of each kind, with their ranks."""
PEOPLE = folded(_OWNER)
"""Headings of the people who do the work."""
