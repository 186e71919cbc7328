"""What the rows of a file refer to by name, made on the spot: contacts, companies, people of the team, campaigns.

A record that is made so has its name, or its e-mail address, for its id, so that the next file means the same one.
"""

from __future__ import annotations

from dataclasses import replace

from crmdesk.exchange.drafts.parts import ColumnDraft, Draft
from crmdesk.exchange.drafts.rules import rule_of
from crmdesk.exchange.guessing import is_company_heading
from crmdesk.exchange.near import fold
from crmdesk.exchange.rules import Condition, FieldRule, Mapping, NearRule
from crmdesk.exchange.shape import KINDS
from crmdesk.text import _

COMPANY_PREFIX = "company: "
PEOPLE = ("owner_id", "staff_id")
MOST_PEOPLE = 5
"""So many columns of people of the team are looked at: for each of them the file is read once more."""
PERSON = ("last_name", "first_name", "name")
LEGAL = frozenset(
    "gmbh ag kg ug ohg gbr ev eg se inc llc ltd limited corp corporation co company plc lp llp sa sas sarl eurl sl srl"
    " spa snc bv nv vof oy ab as aps pty kft sro doo group holding bank university institute foundation".split()
)
_WORK = {"deals": "sales", "sales": "sales", "tickets": "support"}


def reference_rules(draft: Draft) -> dict[str, FieldRule]:
    """How the references of the main records are read."""
    rules: dict[str, FieldRule] = {}
    columns = KINDS[draft.kind]
    if "contact_id" in columns and (rule := _contact_rule(draft)):
        rules["contact_id"] = rule
    for name in PEOPLE:
        if name in columns and (people := draft.of_field(name)):
            rules[name] = _named(people[0])
    if "campaign_id" in columns and (campaign := draft.first("campaign_id")):
        rules["campaign_id"] = _named(campaign)
    if draft.kind == "contacts" and (company := draft.first("company_name")) and is_of_people(draft):
        rules["company_id"] = replace(_named(company), other_values="empty")
    for name in ("company_id", "deal_id", "ticket_id"):
        if name in columns and (other := draft.first(name)):
            rules[name] = FieldRule(columns=(other.name,), empty=other.empty, near=NearRule(), other_values="empty")
    return rules


def reference_mappings(draft: Draft) -> list[Mapping]:
    """The mappings that make what is referred to, in an order in which it can be."""
    made = _staff(draft)
    if "campaign_id" in KINDS[draft.kind] and (campaign := draft.first("campaign_id")):
        made.append(_campaign(draft, campaign))
    if draft.kind == "contacts":
        company = draft.first("company_name")
        if company and is_of_people(draft):
            made.append(_companies(draft, company))
    elif "contact_id" in KINDS[draft.kind]:
        made.extend(_contacts(draft))
    return made


def _named(column: ColumnDraft) -> FieldRule:
    """A reference by name: to a record that is there, or to the one that is made on the spot with this id."""
    return FieldRule(columns=(column.name,), empty=column.empty, near=NearRule())


def is_of_people(draft: Draft) -> bool:
    """Whether the contacts of a file are people, who may belong to companies; else they are the companies."""
    return bool(draft.of_field(*PERSON))


def _filled(column: ColumnDraft) -> tuple[Condition, ...]:
    return (Condition(column.name, frozenset({"", *column.empty}), wanted=False),)


def _staff(draft: Draft) -> list[Mapping]:
    """The people whom a file names, from every column that does."""
    columns = [one for name in PEOPLE if name in KINDS[draft.kind] for one in draft.of_field(name)[:MOST_PEOPLE]]
    role = FieldRule(value=_WORK.get(draft.kind, "other"))
    return [_made(draft, "staff", one, _("Person"), {"role": role}) for one in columns]


def _made(draft: Draft, kind: str, column: ColumnDraft, word: str, more: dict[str, FieldRule]) -> Mapping:
    """Records made of the names in a column, if they are new."""
    fields = {
        "id": FieldRule(columns=(column.name,)),
        "name": FieldRule(columns=(column.name,), prefix=_said(word, column)),
        **more,
    }
    return Mapping(kind, source=draft.source, group_by=column.name, where=_filled(column), fields=fields, if_new=True)


def _said(word: str, column: ColumnDraft) -> str:
    """What stands before names that are bare ids: “Customer 00042”."""
    return f"{word} " if are_codes(column) else ""


def are_codes(column: ColumnDraft) -> bool:
    """Whether most texts of a column are ids rather than names."""
    texts = [text for text, _n in column.profile.common[:50]]
    speaking = sum(any(mark.isalpha() for mark in text) and not _is_code(text) for text in texts)
    return speaking * 2 < len(texts)


def _is_code(text: str) -> bool:
    """Whether a text is an id rather than a name: one word with many figures."""
    figures = sum(mark.isdigit() for mark in text)
    return " " not in text and "@" not in text and figures * 4 >= len(text)


def _campaign(draft: Draft, column: ColumnDraft) -> Mapping:
    channel = draft.first("channel")
    more = {"channel": FieldRule(columns=(channel.name,), empty=channel.empty)} if channel else {}
    return _made(draft, "campaigns", column, _("Campaign"), more)


def _companies(draft: Draft, column: ColumnDraft) -> Mapping:
    """The companies of people: of those rows that name a person."""
    made = _made(draft, "contacts", column, _("Company"), {"kind": FieldRule(value="company")})
    # People and their companies are records of one kind: the ids of the file are those of the people.
    fields = {**made.fields, "id": FieldRule(columns=(column.name,), prefix=COMPANY_PREFIX)}
    return replace(made, fields=fields, where=(*made.where, names_a_person(draft)))


def names_a_person(draft: Draft, *, wanted: bool = False) -> Condition:
    """The condition that a row names a person; if not `wanted` otherwise, that it does."""
    parts = draft.of_field(*PERSON)
    empty = frozenset({""}).union(*(one.empty for one in parts))
    return Condition(parts[0].name, empty, wanted=wanted, others=tuple(one.name for one in parts[1:]))


def with_companies_apart(draft: Draft, main: Mapping) -> tuple[Mapping, list[Mapping]]:
    """People, and before them the rows of the file that are companies themselves, so that people find these."""
    company = draft.first("company_name")
    if company is None or not is_of_people(draft) or is_every_row_named(draft):
        return main, []
    fields = {name: rule for name, rule in main.fields.items() if name != "company_id"}
    kind = FieldRule(value="company", where=_filled(company), otherwise=FieldRule(value="person"))
    apart = replace(main, fields={**fields, "kind": kind}, where=(names_a_person(draft, wanted=True),))
    people = replace(main, where=(names_a_person(draft),), fields={**main.fields, "kind": FieldRule(value="person")})
    return people, [apart]


def is_every_row_named(draft: Draft) -> bool:
    """Whether every row of a file of people names one."""
    return any(one.profile.filled == one.profile.rows and not one.noise for one in draft.of_field(*PERSON))


def _contact_rule(draft: Draft) -> FieldRule | None:
    """The contact of a row: by e-mail address, else by name."""
    mail, name, company = draft.first("contact_email"), draft.first("contact_id"), draft.first("company_name")
    rule = _named(company) if company else None
    if name:
        rule = replace(_named(name), otherwise=rule)
    if mail is None:
        return rule
    return replace(_named(mail), first_of=mail.profile.separator, otherwise=rule)


def _contacts(draft: Draft) -> list[Mapping]:
    """The customers that a file names, companies before the people who belong to them."""
    mail, name, company = draft.first("contact_email"), draft.first("contact_id"), draft.first("company_name")
    phone = draft.first("contact_phone")
    made = []
    ways: dict[str, FieldRule] = {"phone": rule_of(draft, phone, "contact_phone")} if phone else {}
    if company:
        kind = {"kind": FieldRule(value="company")}
        made.append(_made(draft, "contacts", company, _("Company"), kind if name or mail else {**kind, **ways}))
        ways["company_id"] = replace(_named(company), other_values="empty")
    if mail:
        own = rule_of(draft, mail, "contact_email")
        called = FieldRule(columns=(name.name,), empty=name.empty, otherwise=own) if name else _called(draft, own)
        kind = {"kind": FieldRule(value="person" if company or name is None else _kind_of(name))}
        fields = {"id": own, **kind, "name": called, "email": own, **ways}
        made.append(
            Mapping(
                "contacts", source=draft.source, group_by=mail.name, where=_filled(mail), fields=fields, if_new=True
            )
        )
    if name:
        kind = {"kind": FieldRule(value="person" if company else _kind_of(name))}
        by_name = _made(draft, "contacts", name, _("Customer"), {**kind, **ways})
        without_mail = (Condition(mail.name, frozenset({"", *mail.empty})),) if mail else ()
        made.append(replace(by_name, where=(*by_name.where, *without_mail)))
    return made


def _called(draft: Draft, own: FieldRule) -> FieldRule:
    """The name of a customer from its parts, else the address."""
    parts = tuple(one.name for one in draft.of_field("contact_first", "contact_last"))
    return FieldRule(columns=parts, separator=" ", otherwise=own) if parts else own


def _kind_of(column: ColumnDraft) -> str:
    """Whether names are those of companies, by their heading or by legal forms in them."""
    return "company" if is_company_heading(column.name) or has_legal_forms(column) else "person"


def has_legal_forms(column: ColumnDraft) -> bool:
    """Whether many names of a column end as companies do."""
    texts = [text for text, _n in column.profile.common]
    found = sum(1 for text in texts if fold(text.split()[-1] if text.split() else "") in LEGAL)
    return found * 4 >= max(len(texts), 1)
