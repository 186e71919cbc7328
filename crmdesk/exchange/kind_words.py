"""Words that speak for a kind of record, in the name of a file and in headings."""

from __future__ import annotations

from crmdesk.exchange.near import folded

_NAMES: dict[str, str] = {
    "staff": "staff|team|teams|sales team|employee|employees|users|user|agents|rep|reps|sales reps|salespeople"
    "|representatives|assignees|sellers|personal|mitarbeiter|équipe|personnel"
    "|equipo|empleados|dipendenti|squadra|equipe|funcionários|medewerkers|personeel",
    "contacts": "contact|contacts|lead|leads|mql|person|people|persons|account|accounts|customer|customers|client"
    "|clients|company|companies|organization|organizations|organisations|address|addresses|addressbook|kontakte"
    "|kunden|adressen|firmen|interessenten|clientes|contactos|clienti|contatti|contatos|klanten|contacten|prospects"
    "|members|subscribers|vendors|suppliers|lieferanten|mitglieder|entreprises|empresas|aziende",
    "stages": "stage|stages|pipeline stages",
    "campaigns": "campaign|campaigns|kampagnen|campagnes|campañas|campagne|campanhas",
    "deals": "deal|deals|opportunity|opportunities|opps|pipeline|potential|potentials|verkaufschancen|abschlüsse"
    "|affaires|opportunités|oportunidades|negocios|tratos|trattative|opportunità|negócios|verkoopkansen|quotes"
    "|angebote",
    "tickets": "ticket|tickets|conversation|conversations|case|cases|support|helpdesk|service desk|issues|incidents"
    "|requests|anfragen|störungen|vorgänge|demandes|incidencias|casos|richieste|segnalazioni|chamados|meldingen"
    "|verzoeken|complaints|reclami",
    "activities": "activity|activities|task|tasks|call|calls|meeting|meetings|event|events|engagement|engagements"
    "|emails|aktivitäten|aufgaben|anrufe|termine|activités|tâches|appels|actividades|tareas|llamadas|attività"
    "|chiamate|atividades|tarefas|chamadas|activiteiten|taken|todo|todos|interactions",
    "expenses": "expense|expenses|cost|costs|spend|spending|marketing|ad spend|ads|ausgaben|kosten|werbung|dépenses"
    "|coûts|gastos|costes|spese|costi|despesas|custos|uitgaven|marketing spend|bills"
    "|expenditure|expenditures",
    "sales": "sale|sales|order|orders|invoice|invoices|payment|payments|transaction|transactions|purchase|purchases"
    "|receipts|verkäufe|bestellungen|rechnungen|zahlungen|umsätze|aufträge|ventes|commandes|factures|paiements|ventas"
    "|pedidos|facturas|pagos|vendite|ordini|fatture|pagamenti|vendas|faturas|pagamentos|verkopen|bestellingen"
    "|facturen|betalingen|charges|revenue",
    "surveys": "survey|surveys|nps|csat|feedback|responses|response|ratings|reviews|umfrage|umfragen|bewertungen"
    "|antworten|enquête|enquêtes|avis|encuesta|encuestas|sondaggio|sondaggi|recensioni|pesquisa|pesquisas|avaliações"
    "|enquêtes|satisfaction|zufriedenheit",
}
_STEMS = {
    "contacts": "kunde|kunden|kontakt|mitglied|mitglieds|debitor|debitoren|kreditor|adress|lieferanten|customer",
    "sales": "rechnung|rechnungs|beleg|auftrag|auftrags|bestell|bestellungs|invoice|order|transaction|payment|receipt",
    "tickets": "ticket|vorgang|vorgangs|fall|anfrage|case|request|incident",
    "deals": "deal|angebots|projekt|chancen|opportunity",
    "staff": "personal|mitarbeiter|employee|staff|user",
    "campaigns": "kampagnen|campaign",
    "surveys": "antwort|response|respondent|umfrage",
    "activities": "aufgaben|activity|task|event",
}

TOKENS: dict[str, frozenset[str]] = {kind: folded(names) for kind, names in _NAMES.items()}
"""Words in the name of a file, or before the “id” of a heading, that speak for a kind."""
NUMBERED: dict[str, frozenset[str]] = {
    kind: names | folded(_STEMS[kind]) if kind in _STEMS else names for kind, names in TOKENS.items()
}
"""What stands before the “id” or the “number” in the headings of the ids of each kind."""
LEADS = folded("lead|leads|mql|mqls|prospect|prospects|interessent|interessenten|inquiry|inquiries|anfragen")
"""Words that say that the contacts of a file are leads."""
