"""What the values of a column mean: priorities, kinds, directions and the ends of a deal in seven languages."""

from __future__ import annotations

from collections.abc import Iterable

from crmdesk.exchange.near import fold, folded

_WORDS: dict[tuple[str, str], dict[str, str]] = {
    ("stages", "kind"): {
        "won": "won|win|closed won|closedwon|gewonnen|gewonnen geschlossen|gagné|gagnée|ganado|ganada|cerrado ganado"
        "|vinto|vinta|chiuso vinto|ganho|fechado ganho|gewonnen deal|sold|success|successful|signed|contract signed"
        "|order|ordered|converted|customer|paid|abgeschlossen|erfolgreich|verkauft|auftrag|beauftragt|signé|vendu"
        "|accepted|accepté|angenommen|aceptado|accettato|aceito|geaccepteerd|onboarded|deal won|closed|purchased",
        "lost": "lost|closed lost|closedlost|verloren|abgesagt|verloren geschlossen|perdu|perdue|perdido|perdida"
        "|cerrado perdido|perso|persa|chiuso perso|fechado perdido|cancelled|canceled|rejected|declined|abandoned"
        "|disqualified|unqualified|dead|no interest|not interested|abgelehnt|storniert|kein interesse|refusé|annulé"
        "|rechazado|cancelado|rifiutato|annullato|recusado|afgewezen|geannuleerd|deal lost|no sale|expired"
        "|lose|apology|junk",
        "open": "open|new|active|in progress|pending|offen|neu|laufend|in arbeit|ouvert|nouveau|en cours|abierto"
        "|nuevo|en curso|aperto|nuovo|in corso|aberto|novo|em andamento|nieuw|lopend|working",
    },
    ("tickets", "priority"): {
        "low": "low|lowest|minor|trivial|p4|p5|4|5|niedrig|gering|basse|faible|baja|bajo|bassa|baixa|laag|cosmetic",
        "normal": "normal|medium|moderate|middle|default|standard|p3|3|mittel|moyenne|normale|media|medio|média"
        "|gemiddeld|normaal|regular",
        "high": "high|major|important|p2|2|hoch|wichtig|haute|élevée|importante|alta|alto|hoog|belangrijk",
        "urgent": "urgent|critical|highest|blocker|emergency|severe|immediate|p1|p0|1|dringend|kritisch|sofort"
        "|urgente|critique|crítica|crítico|critica|critico|spoed|kritiek|asap",
    },
    ("contacts", "kind"): {
        "person": "person|individual|contact|people|private|consumer|b2c|privat|privatperson|natürliche person|mensch"
        "|personne|particulier|persona|particular|individuo|privato|pessoa|pessoa física|persoon|human|false|no|nein",
        "company": "company|business|organization|organisation|corporate|b2b|firma|unternehmen|organisationseinheit"
        "|juristische person|geschäftlich|entreprise|société|professionnel|empresa|azienda|società|pessoa jurídica"
        "|bedrijf|organisatie|account|true|yes|ja|enterprise",
    },
    ("activities", "kind"): {
        "call": "call|phone|phone call|telephone|anruf|telefonat|telefon|appel|llamada|chiamata|telefonata|chamada"
        "|ligação|telefoongesprek|gesprek|calls|outbound call|inbound call",
        "email": "email|e-mail|mail|emails|e-mails|mails|courriel|correo|correo electrónico|posta|incoming email"
        "|outgoing email|forwarded email|newsletter",
        "meeting": "meeting|event|appointment|meetings|events|appointments|visit|demo|lunch|presentation|conference"
        "|termin|besprechung|treffen|besuch|veranstaltung|réunion|rendez-vous|rdv|visite|reunión|cita|riunione|appuntamento|incontro|reunião"
        "|visita|vergadering|afspraak|bezoek|video call|webinar",
        "note": "note|notes|comment|memo|notiz|kommentar|commentaire|remarque|nota|comentario|appunto|commento"
        "|notitie|opmerking|sms|chat|whatsapp|letter|brief|linkedin message|postal mail",
        "task": "tasks|task|to do|todo|follow up|follow-up|deadline|reminder|aufgabe|wiedervorlage|erinnerung|tâche"
        "|relance|tarea|seguimiento|compito|attività|promemoria|tarefa|lembrete|taak|herinnering",
    },
    ("activities", "direction"): {
        "in": "in|inbound|incoming|received|eingehend|eingang|entrant|reçu|entrante|recibido|in entrata|ricevuto"
        "|recebido|inkomend|ontvangen",
        "out": "out|outbound|outgoing|sent|ausgehend|ausgang|sortant|envoyé|saliente|enviado|in uscita|inviato|saída"
        "|uitgaand|verzonden|dialed",
    },
    ("expenses", "category"): {
        "marketing": "marketing|advertising|ads|advertisement|promotion|campaign|social|search|display|media"
        "|influencer|seo|sem|ppc|events|trade fair|print|google ads|facebook ads|meta ads|content|email marketing"
        "|werbung|anzeigen|messe|publicité|publicidad|pubblicità|publicidade|reclame|advertentie"
        "|advertising & marketing|werbekosten",
        "sales": "sales|travel|commission|commissions|entertainment|client meals|vertrieb|reise|reisekosten|provision"
        "|bewirtung|ventes|déplacement|commercial|ventas|viajes|comisión|vendite|viaggi|provvigioni|vendas|viagens"
        "|comissão|verkoop|reiskosten|provisie|crm",
        "other": "other|misc|miscellaneous|general|sonstiges|sonstige|andere|autre|autres|divers|otro|otros|altro"
        "|altri|outro|outros|overig|overige|diversen",
    },
    ("surveys", "kind"): {
        "csat": "csat|satisfaction|customer satisfaction|rating|stars|zufriedenheit|satisfacción|soddisfazione"
        "|satisfação|tevredenheid|ces",
        "nps": "nps|net promoter|net promoter score|recommendation|recommend|weiterempfehlung|recommandation"
        "|recomendación|raccomandazione|recomendação|aanbeveling",
    },
    ("staff", "role"): {
        "owner": "owner|founder|ceo|director|managing director|president|partner|inhaber|geschäftsführer|gründer|chef"
        "|gérant|directeur|dueño|propietario|director general|titolare|amministratore|dono|proprietário|diretor"
        "|eigenaar",
        "sales": "sales|sales rep|sales manager|account executive|account manager|sdr|bdr|vertrieb|verkauf|verkäufer"
        "|commercial|ventes|ventas|comercial|vendedor|vendite|commerciale|venditore|vendas|verkoop|verkoper"
        "|business development",
        "support": "support|customer support|service|customer service|help desk|helpdesk|agent|technician"
        "|kundendienst|kundenservice|assistance|soporte|atención al cliente|assistenza|suporte|atendimento"
        "|ondersteuning|klantenservice|customer success",
        "other": "other|admin|administrator|marketing|finance|hr|it|operations|office|sonstige|andere|autre|otro"
        "|altro|outro|overig|assistant|standard user|user",
    },
    ("ticket_events", "kind"): {
        "received": "received|created|opened|new|open|registered|submitted|logged|insert ticket|create|ticket created"
        "|eingegangen|erstellt|eröffnet|neu|créé|ouvert|nouveau|creado|abierto|nuevo|creato|aperto|nuovo|criado"
        "|aberto|aangemaakt|geopend|nieuw",
        "replied": "replied|answered|responded|first response|reply|response|take in charge|take in charge ticket"
        "|acknowledged|in progress|accepted|assigned agent replied|agent reply|public reply|beantwortet|geantwortet"
        "|in bearbeitung|répondu|pris en charge|en cours|respondido|en curso|risposto|presa in carico|preso in carico"
        "|em andamento|beantwoord|in behandeling",
        "waiting": "waiting|wait|on hold|pending|hold|awaiting reply|waiting for customer|wartend|wartet"
        "|in warteposition|en attente|en espera|in attesa|em espera|wachtend|wacht|awaiting customer",
        "resumed": "resumed|resume|continued|fortgesetzt|repris|reanudado|ripreso|retomado|hervat",
        "resolved": "resolved|solved|resolve|resolve ticket|fixed|done|completed|gelöst|erledigt|résolu|terminé"
        "|resuelto|solucionado|risolto|resolvido|opgelost|afgehandeld",
        "reopened": "reopened|reopen|re-opened|wieder geöffnet|wiedereröffnet|rouvert|reabierto|riaperto|reaberto"
        "|heropend",
    },
}
WORDS: dict[tuple[str, str], dict[str, str]] = {
    target: {fold(word): meaning for meaning, words in meanings.items() for word in words.split("|")}
    for target, meanings in _WORDS.items()
}
"""The folded words of each field with few values, and what each means there."""

_LADDER = tuple(
    tuple(fold(start) for start in line.split())
    for line in (
        "lead new neu nouveau nuevo nuovo novo nieuw inbox idea",
        "prospect interess suspect research identif",
        "contact engag appointment outreach kontakt erstgespr discovery reach approach termin cita",
        "qualif qualify need analys bedarf besoin necesid",
        "demo meeting present trial präsent visit pilot test evaluat",
        "propos quot offer angebot estimate devis presup oferta preventiv offerte cotiz orçamento proposta value",
        "negotiat verhandl négoc negoc onderhandel review decision entscheid decis",
        "contract verbal commit vertrag contrat agreement legal closing",
    )
)
"""Beginnings of words in the names of stages, in the order in which a deal usually passes them."""

CHANNELS = folded(
    "web|website|online|internet|social|social media|facebook|instagram|linkedin|twitter|tiktok|youtube|google|bing"
    "|search|organic|organic search|organic_search|paid search|paid_search|paid|cpc|ppc|seo|sem|direct|direct traffic"
    "|direct_traffic|referral|referrals|word of mouth|recommendation|email|e-mail|newsletter|phone|telephone|chat"
    "|display|affiliate|influencer|media|radio|tv|print|flyer|trade fair|trade show|event|events|walk-in|partner"
    "|cold call|outbound|inbound|advertisement|ads|other|empfehlung|messe|telefon|werbung|recommandation|salon"
    "|bouche à oreille|recomendación|feria|passaparola|fiera|indicação|feira|aanbeveling|beurs|portal|app"
)


def meaning(target: tuple[str, str], text: str, *, whole: bool = False) -> str:
    """What a text means in a field with few values; empty where no word of it, or not the `whole`, is known."""
    known = WORDS.get(target, {})
    folded = fold(text)
    if folded in known or whole:
        return known.get(folded, "")
    # "Closed - Lost (price)", "2 - High": the longest known word that stands whole in it.
    padded = f" {' '.join(_tokens(text))} "
    found = [word for word in _spaced(target) if f" {word} " in padded]
    return known[fold(max(found, key=len))] if found else ""


_VOID = folded(
    "cancelled|canceled|failed|void|voided|declined|draft|expired|abandoned|rejected|denied|chargeback|trash|storniert"
    "|abgebrochen|fehlgeschlagen|abgelehnt|entwurf|annulliert|annulé|annulée|échoué|refusé|brouillon|cancelado"
    "|cancelada|fallido|rechazado|borrador|anulado|annullato|fallito|rifiutato|bozza|falhou|recusado|rascunho"
    "|geannuleerd|mislukt|geweigerd|concept"
)


def is_void(text: str) -> bool:
    """Whether a status of an order or a payment says that nothing came of it."""
    return fold(text) in _VOID


def says_how_it_ended(texts: Iterable[str]) -> bool:
    """Whether texts say no more of deals than whether they are open, won or lost, and of some that they are over."""
    kinds = [WORDS["stages", "kind"].get(fold(text), "") for text in texts]
    return all(kinds) and not {"won", "lost"}.isdisjoint(kinds)


def ladder_place(stage: str) -> int | None:
    """How far down the usual way of a deal a stage of that name lies; None where the name does not say."""
    tokens = _tokens(stage)
    places = [place for place, starts in enumerate(_LADDER) if any(t.startswith(starts) for t in tokens)]
    return max(places) if places else None


def _tokens(text: str) -> list[str]:
    return [fold(part) for part in "".join(mark if mark.isalnum() else " " for mark in text).split()]


def _spaced(target: tuple[str, str]) -> list[str]:
    """The known words of more than two letters as tokens with single spaces between."""
    return _SPACED.get(target, [])


_SPACED = {
    target: [" ".join(_tokens(word)) for words in meanings.values() for word in words.split("|") if len(word) > 2]
    for target, meanings in _WORDS.items()
}
