"""A person who is erased is gone: from the records, the journal, the index, what is kept inside, and from the disk."""

import io
import json
import shutil
from contextlib import nullcontext

import pytest
from reportlab.pdfgen.canvas import Canvas

from crmdesk.domain.errors import UserError
from crmdesk.domain.period import parse_period
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.measure import measure
from crmdesk.kpi.remember import keep as remember
from crmdesk.kpi.remember import measure_remembered
from crmdesk.store import closing, deleting, erased, erasing, merging, note, search_index
from crmdesk.store import content as contents
from crmdesk.store.activity import Activity
from crmdesk.store.attachment import attach_bytes
from crmdesk.store.campaign import Campaign
from crmdesk.store.closing import Closing
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.engine import Engine
from crmdesk.store.expense import Expense
from crmdesk.store.file import open_workspace
from crmdesk.store.import_memory import ImportedFile, KnownAs
from crmdesk.store.person import contact_named, person
from crmdesk.store.sale import Sale
from crmdesk.store.search import find
from crmdesk.store.stage import Stage
from crmdesk.store.stage_change import StageChange
from crmdesk.store.steps import MERGE
from crmdesk.store.survey import Survey
from crmdesk.store.ticket import Ticket
from crmdesk.store.ticket_event import TicketEvent
from crmdesk.store.timeline import timeline
from crmdesk.store.traces import traces_of
from tests.store.rows import CLOCK, NOON, dump, file_fault

NAME, MAIL, PHONE = "Żaneta Ogórkowska-Petunia", "zaneta@petunia-example.pl", "+49 170 5557812"
STREET, IBAN = "Ogórkowa-Allee 77", "DE44500105175407324931"
EARLIER = "Żaneta Kowalczykówna"
SECRETS = (NAME, "Ogórkowska", "Petunia", MAIL, "zaneta@", "5557812", "555 7812", STREET, IBAN, EARLIER, "Zanetasecret")
# What other people wrote of her, in the ways in which people write.
SAID = (
    f"Asked {NAME} about it",
    "żaneta ogórkowska-petunia's idea",
    "Ogórkowska-Petunia, Żaneta",
    "zaneta_ogorkowska_petunia.pdf",
    f"write to <{MAIL.upper()}>!",
    "call 0170/555 78 12 or 0049 (170) 555-7812",
)


def pdf_of(text: str) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target)
    canvas.drawString(72, 700, text)
    canvas.save()
    return target.getvalue()


def fill(book) -> dict[str, int]:
    """A business with her in it, and with others who speak of her, with a past of changes."""
    ids: dict[str, int] = {}
    add_others(book, ids)
    add_her(book, ids)
    add_what_was_done_with_her(book, ids)
    keep_papers_and_notes(book, ids)
    while not search_index.catch_up(book, 1000):
        pass
    return ids


def add_others(book, ids: dict[str, int]) -> None:
    with book.operation("Stages and others") as tx:
        ids["open"] = tx.insert(Stage, {"name": "Open", "position": 1, "kind": "open"})
        ids["won"] = tx.insert(Stage, {"name": "Won", "position": 2, "kind": "won"})
        ids["other"] = tx.insert(Contact, {"kind": "person", "name": "Bo Other", "notes": " / ".join(SAID)})
        ids["campaign"] = tx.insert(Campaign, {"name": "Spring", "channel": "Web", "started_on": 20_000})
        tx.insert(Expense, {"spent_on": 20_300, "amount": 100, "category": "marketing", "note": f"Gift for {NAME}"})


def add_her(book, ids: dict[str, int]) -> None:
    with book.operation(f"Import of {NAME}.csv", source="import") as tx:
        ids["her"] = tx.insert(
            Contact,
            {
                "kind": "person",
                "name": EARLIER,
                "email": MAIL,
                "phone": PHONE,
                "street": STREET,
                "city": "Zanetasecret",
                "tags": "Zanetasecret",
                "notes": "Zanetasecret",
                "channel": "Web",
                "external_id": "Zanetasecret-1",
                "lead_at": NOON - 10**13,
                "created_at": NOON - 10**13,
                "custom": json.dumps({"IBAN": IBAN, "Zanetasecret": "x"}),
            },
        )
        tx.insert(KnownAs, {"record": "contact", "row": ids["her"], "source": "x", "elsewhere": "Zanetasecret"})
    with book.operation(f"Change Name: {EARLIER}") as tx:
        tx.update(Contact, ids["her"], {"name": NAME})


def add_what_was_done_with_her(book, ids: dict[str, int]) -> None:
    her = {"contact_id": ids["her"]}
    with book.operation("Add Deal: Zanetasecret wedding") as tx:
        deal = {"title": "Zanetasecret wedding", "notes": "Zanetasecret", "lost_reason": f"like {NAME}"}
        stages = {"stage_id": ids["won"], "opened_at": NOON - 10**12, "closed_at": NOON - 10**11, "amount": 5000}
        ids["deal"] = tx.insert(Deal, {**deal, **stages, **her})
        for stage, at in (("open", NOON - 10**12), ("won", NOON - 10**11)):
            tx.insert(StageChange, {"deal_id": ids["deal"], "stage_id": ids[stage], "at": at})
        tx.insert(Sale, {"sold_at": NOON - 10**11, "amount": 5000, "deal_id": ids["deal"], "note": "Zanetasecret"})
        ids["ticket"] = tx.insert(Ticket, {"subject": "Zanetasecret", "opened_at": NOON - 10**11, **her})
        tx.insert(
            TicketEvent,
            {"ticket_id": ids["ticket"], "kind": "received", "at": NOON - 10**11, "note": "Zanetasecret"},
        )
        tx.insert(Survey, {"kind": "nps", "score": 9, "answered_at": NOON, "comment": "Zanetasecret", **her})
        ids["call"] = tx.insert(Activity, {"kind": "call", "subject": "Zanetasecret", "at": NOON, "minutes": 5, **her})
        attach_bytes(tx, "Zanetasecret.txt", b"Zanetasecret and more", contact_id=ids["her"])
    with book.operation("Add activity: Zanetasecret moved") as tx:
        ids["moved"] = tx.insert(Activity, {"kind": "note", "subject": "Zanetasecret moved", "at": NOON, **her})
    with book.operation("Give it to another") as tx:
        tx.update(Activity, ids["moved"], {"contact_id": ids["other"], "subject": f"About {NAME}"})
    with book.operation("Delete “Zanetasecret ticket”") as tx:
        gone = tx.insert(Ticket, {"subject": "Zanetasecret ticket", "opened_at": NOON - 10**11, **her})
        deleting.delete(tx, Ticket, [gone])


def keep_papers_and_notes(book, ids: dict[str, int]) -> None:
    with book.operation("Papers") as tx:
        closing.keep(tx, {"period": "2026-09", "comment": f"Thanks to {NAME}"}, pdf_of("Best: Bo Other"), 1)
        said = json.dumps([f"{NAME} bought most."], ensure_ascii=False)
        closing.keep(tx, {"period": "2026-10", "sentences": said}, pdf_of(f"Mail: {MAIL}"), 1)
        result = contents.put(tx, f"Name,Outcome\n{NAME},created\n".encode())
        tx.insert(ImportedFile, {"name": f"{NAME}.csv", "digest": "0" * 64, "step": 3, "result": result, "at": NOON})
    note.keep(book, "draft:contact", {"at": 1, "state": {"name": NAME, "deep": [MAIL, 1, None]}})
    note.keep(book, f"draft:log:contact:{ids['her']}", {"kind": "call", "text": "Zanetasecret"})
    note.keep(book, f"search:{NAME}", 1)


@pytest.fixture
def full(book):
    book.ids = fill(book)
    return book


def bytes_with(folder, *secrets: str) -> list[str]:
    """The files that hold one of the words in any encoding, whatever the case of its letters."""
    found = []
    for path in sorted(folder.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        for secret in secrets:
            forms = {secret, secret.lower(), secret.upper(), secret.casefold()}
            if any(form.encode(code) in data for form in forms for code in ("utf-8", "utf-16-le", "utf-16-be")):
                found.append(f"{path.name}: {secret}")
    return found


def figures(book):
    periods = [parse_period(text, 1) for text in ("2026-09", "2026-10", "2026")]
    measured = measure(book, all_kpis(), periods, NOON)
    return [
        (id, one.figure.value, one.figure.n, one.figure.numerator, one.figure.denominator, one.text)
        for results in measured
        for id, one in results.items()
    ]


def test_nothing_of_a_person_is_left_in_any_byte_of_the_file_and_beside_it(full, tmp_path):
    assert len(bytes_with(full.path.parent, *SECRETS)) > 9
    with open_workspace(full.path, read_only=True) as reader:
        _results, fresh = measure_remembered(reader, all_kpis(), [parse_period("2026-10", 1)], NOON)
    remember(full, fresh)
    erasing.erase(full, full.ids["her"])
    assert bytes_with(tmp_path, *SECRETS) == []
    assert not full.rows("PRAGMA foreign_key_check") and full.rows("PRAGMA integrity_check") == [("ok",)]
    while not search_index.catch_up(full, 1000):
        pass
    assert not find(full, "Zanetasecret") and not find(full, "Ogórkowska") and find(full, "Bo Other")
    full.close()
    assert bytes_with(tmp_path, *SECRETS) == []


def test_every_figure_is_what_it_was(full):
    before = figures(full)
    assert any(value for _id, value, *_rest in before)
    erasing.erase(full, full.ids["her"])
    assert figures(full) == before


def test_what_happened_stays_and_says_of_nobody_that_it_was_them(full):
    counts = {table: len(rows) for table, rows in dump(full).items()}
    erasing.erase(full, full.ids["her"])
    gone = {"attachment": 1, "known_as": 1}
    assert {table: counts[table] - len(rows) for table, rows in dump(full).items() if table in gone} == gone
    assert all(len(rows) == counts[table] for table, rows in dump(full).items() if table not in gone)
    assert full.rows("SELECT name, channel, email, custom FROM contact WHERE id = ?", (full.ids["her"],)) == [
        (f"Erased person {full.ids['her']}", "Web", None, None)
    ]
    assert full.rows("SELECT title, notes, lost_reason, amount FROM deal") == [(None, None, "like [erased]", 5000)]
    assert full.rows("SELECT kind, subject, minutes FROM activity WHERE id = ?", (full.ids["call"],)) == [
        ("call", None, 5)
    ]
    assert len(timeline(full, "contact", full.ids["her"])) > 3


def test_others_keep_what_is_theirs(full):
    erasing.erase(full, full.ids["her"])
    ((notes,),) = full.rows("SELECT notes FROM contact WHERE id = ?", (full.ids["other"],))
    assert notes == (
        "Asked [erased] about it / [erased] idea / [erased] / [erased].pdf / write to <[erased]>! / "
        "call [erased] or [erased]"
    )
    assert full.rows("SELECT subject FROM activity WHERE id = ?", (full.ids["moved"],)) == [("About [erased]",)]
    assert full.rows("SELECT note FROM expense") == [("Gift for [erased]",)]
    assert note.recall(full, "draft:contact") == {"at": 1, "state": {"name": "[erased]", "deep": ["[erased]", 1, None]}}
    labels = [step.label for step in full.journal.steps()]
    assert "Import of [erased].csv" in labels and "Change Name: [erased]" in labels
    assert "Delete “[erased] ticket”" in labels or "Delete “[erased]”" in labels


def test_a_kept_summary_that_names_them_goes_and_others_stay(full):
    with full.operation("A file of somebody else, in which only a person can look") as tx:
        attach_bytes(tx, "list.txt", f"guests: {NAME}".encode("utf-16"), contact_id=full.ids["other"])
        attach_bytes(tx, "old.txt", f"guests: {EARLIER}".encode("cp1250"), contact_id=full.ids["other"])
    outlook = erasing.look(full, full.ids["her"])
    assert outlook.summaries == ("2026-10",) and outlook.results == (f"{NAME}.csv",)
    assert outlook.files == ("list.txt",)
    erasing.erase(full, full.ids["her"])
    september, october = (id for (id,) in full.rows("SELECT id FROM closing ORDER BY period"))
    assert closing.pdf_of(full, september).startswith(b"%PDF")
    with pytest.raises(UserError, match="no summary kept"):
        closing.pdf_of(full, october)
    assert full.rows("SELECT sentences FROM closing WHERE id = ?", (october,)) == [('["[erased] bought most."]',)]


def test_one_is_told_before_what_will_happen(full):
    before = dump(full)
    outlook = erasing.look(full, full.ids["her"])
    assert outlook.name == NAME and dump(full) == before
    assert outlook.counts["contact"] == 1 and outlook.counts["activity"] == 1 and outlook.counts["deal"] == 1
    places = {(one.kind, one.column) for one in outlook.mentions}
    assert {("contact", "notes"), ("expense", "note"), ("closing", "comment"), ("activity", "subject")} <= places
    said = next(one for one in outlook.mentions if one.kind == "expense")
    assert said.text == f"Gift for {NAME}" and said.name == f"Gift for {NAME}"


def test_words_by_which_only_you_know_the_person_can_be_named(full):
    with full.operation("Nickname") as tx:
        tx.update(Contact, full.ids["other"], {"notes": "Zazie sends regards; lazazie does not"})
    assert not [one for one in erasing.look(full, full.ids["her"]).mentions if "Zazie" in one.text]
    assert [one for one in erasing.look(full, full.ids["her"], ["Zazie", " "]).mentions if "Zazie" in one.text]
    erasing.erase(full, full.ids["her"], ["Zazie"])
    ((notes,),) = full.rows("SELECT notes FROM contact WHERE id = ?", (full.ids["other"],))
    assert notes == "[erased] sends regards; lazazie does not"


def test_what_somebody_else_is_known_by_too_stays(full):
    with full.operation("A namesake at the same number") as tx:
        tx.insert(Contact, {"kind": "person", "name": NAME, "phone": "0170 5557812", "notes": f"{NAME}, {MAIL}"})
    assert erasing.look(full, full.ids["her"]).shared == (NAME, PHONE)
    erasing.erase(full, full.ids["her"])
    assert full.rows("SELECT name, notes FROM contact ORDER BY id DESC LIMIT 1") == [(NAME, f"{NAME}, [erased]")]


def test_it_cannot_be_undone_and_stands_in_no_ones_way(full):
    erasing.erase(full, full.ids["her"], staff=None)
    step = full.journal.steps()[-1]
    assert step.label == "A person was erased for good" and step.source == "erased"
    with pytest.raises(UserError, match="is left to undo"):
        full.journal.undo(step.id)
    # Every earlier step can still be taken back, and brings nothing back.
    while (one := full.journal.next_undo()) is not None:
        full.journal.undo(one.id)
    assert full.rows("SELECT count(*) FROM contact") == [(0,)]
    assert bytes_with(full.path.parent, MAIL, "Zanetasecret", STREET) == []


def test_somebody_in_the_bin_can_be_erased(full, tmp_path):
    with full.operation(f"Delete “{NAME}”") as tx:
        deleting.delete(tx, Contact, [full.ids["her"]])
    assert not person(full, full.ids["her"]).is_here
    erasing.erase(full, full.ids["her"])
    assert bytes_with(tmp_path, *SECRETS) == []
    full.journal.undo(full.journal.next_undo().id)
    assert full.rows("SELECT name FROM contact WHERE id = ?", (full.ids["her"],)) == [
        (f"Erased person {full.ids['her']}",)
    ]


def test_a_company_is_erased_without_its_people(full):
    with full.operation("Company") as tx:
        firm = tx.insert(
            Contact, {"kind": "company", "name": "Petunia Pickles Ltd", "website": "https://www.pp.example/"}
        )
        tx.update(Contact, full.ids["other"], {"company_id": firm, "notes": "see pp.example or https://pp.example"})
    erasing.erase(full, firm)
    assert full.rows("SELECT name FROM contact WHERE id = ?", (firm,)) == [(f"Erased company {firm}",)]
    sql = "SELECT name, company_id, notes FROM contact WHERE id = ?"
    assert full.rows(sql, (full.ids["other"],)) == [("Bo Other", firm, "see [erased] or [erased]")]


def test_who_is_meant_can_be_said_by_id_address_or_name(full):
    her = full.ids["her"]
    uid = full.rows("SELECT lower(hex(uid)) FROM contact WHERE id = ?", (her,))[0][0]
    assert {contact_named(full, one) for one in ("Zanetasecret-1", uid, MAIL.upper(), NAME, str(her))} == {her}
    with pytest.raises(UserError, match="There is no contact “Nobody”"):
        contact_named(full, "Nobody")
    with full.operation("Twice") as tx:
        tx.insert(Contact, {"kind": "person", "name": NAME})
    with pytest.raises(UserError, match="may be 2 contacts"):
        contact_named(full, NAME)
    with pytest.raises(UserError, match="There is no contact number 999"):
        erasing.erase(full, 999)


def test_what_fails_leaves_everything_as_it_was(full, monkeypatch):
    before = dump(full)

    def broken(*_):
        raise UserError("full")

    monkeypatch.setattr(erasing.erasing_journal, "clean_journal", broken)
    with pytest.raises(UserError, match="full"):
        erasing.erase(full, full.ids["her"])
    assert dump(full) == before and not erased.list_beside(full.path).exists()


@pytest.mark.parametrize("landed", [True, False])
def test_a_commit_that_the_disk_refused_erases_if_it_landed_and_is_told_if_not(full, monkeypatch, landed):
    def fail(engine):
        engine.raw.execute("COMMIT" if landed else "ROLLBACK")
        raise file_fault()

    before = dump(full)
    with monkeypatch.context() as patch:
        patch.setattr(Engine, "commit_now", fail)
        with nullcontext() if landed else pytest.raises(UserError, match="could not be read or written"):
            erasing.erase(full, full.ids["her"])
    assert (dump(full) == before) is not landed and bool(erased.listed_near(full.path)) is landed


def test_a_disk_that_is_gone_while_somebody_is_erased_is_told(full, monkeypatch):
    def fail(engine):
        raise file_fault()

    def gone(engine):
        raise UserError("The disk is gone.")

    with monkeypatch.context() as patch:
        patch.setattr(Engine, "commit_now", fail)
        patch.setattr(Engine, "connect", gone)
        with pytest.raises(UserError, match="The disk is gone"):
            erasing.erase(full, full.ids["her"])


def test_a_workspace_that_is_only_looked_at_erases_nobody(full):
    with open_workspace(full.path, read_only=True) as looking, pytest.raises(UserError, match="reading only"):
        erasing.erase(looking, full.ids["her"])


def test_what_was_interrupted_is_done_when_the_workspace_is_opened_again(full):
    """Killed after the list was written, or before the disk was swept."""
    uid = full.rows("SELECT uid FROM contact WHERE id = ?", (full.ids["her"],))[0][0]
    erased.add_beside(full.path, [uid])
    full.close()
    with open_workspace(full.path, clock=CLOCK) as again:
        assert again.rows("SELECT name FROM contact WHERE id = ?", (full.ids["her"],))[0][0].startswith("Erased")
        again.rows("INSERT INTO meta VALUES ('to_sweep', '1')")
    with open_workspace(full.path, clock=CLOCK) as again:
        assert not again.rows("SELECT 1 FROM meta WHERE key = 'to_sweep'")


def test_while_somebody_reads_the_disk_is_swept_later(full):
    with open_workspace(full.path, read_only=True) as looking:
        looking.engine.raw.execute("BEGIN")
        looking.rows("SELECT count(*) FROM contact")
        erasing.erase(full, full.ids["her"])
        looking.engine.raw.execute("ROLLBACK")
    full.close()
    open_workspace(full.path, clock=CLOCK).close()
    assert bytes_with(full.path.parent, *SECRETS) == []


def test_an_old_copy_that_is_opened_in_the_same_folder_does_not_bring_them_back(full):
    copy = full.path.with_name("elsewhere.crmdesk")
    with open_workspace(full.path, read_only=True) as looking:
        looking.rows("VACUUM INTO ?", (str(copy),))
    erasing.erase(full, full.ids["her"])
    with open_workspace(copy, clock=CLOCK) as old:
        assert old.rows("SELECT name FROM contact WHERE id = ?", (full.ids["her"],))[0][0].startswith("Erased")


def test_people_of_another_workspace_in_the_folder_are_looked_for_once(full):
    shutil.copy(full.path, full.path.with_name("x"))
    erased.add_beside(full.path.with_name("other.crmdesk"), [b"x" * 16])
    full.path.with_name("broken.crmdesk-erased").write_bytes(b"\xff not a list\n00\n")
    full.close()
    with open_workspace(full.path, clock=CLOCK) as again:
        assert erased.listed_in(again.engine) == {b"x" * 16} and not erased.is_waiting(again.engine)


def test_closings_deleted_before_lose_their_paper_too(full, tmp_path):
    with full.operation("Open the month again") as tx:
        tx.delete(Closing, full.rows("SELECT id FROM closing WHERE period = '2026-10'")[0][0])
    erasing.erase(full, full.ids["her"])
    assert [one for one in bytes_with(tmp_path, MAIL) if one] == []


def test_whoever_was_merged_into_the_person_is_erased_with_them(full, tmp_path):
    with full.operation("Double") as tx:
        double = tx.insert(
            Contact, {"kind": "person", "name": "Zanetasecret Doublette", "email": "double@zanetasecret.pl"}
        )
        tx.insert(Activity, {"kind": "note", "subject": "Zanetasecret", "at": NOON, "contact_id": double})
        tx.update(Contact, full.ids["other"], {"notes": "Zanetasecret Doublette was here, double@zanetasecret.pl"})
    with full.operation("Merge “Zanetasecret Doublette”", source=MERGE) as tx:
        merging.merge(tx, full.ids["her"], double)
    erasing.erase(full, full.ids["her"])
    assert bytes_with(tmp_path, *SECRETS, "Doublette", "double@") == []
    assert full.rows("SELECT notes FROM contact WHERE id = ?", (full.ids["other"],)) == [
        ("[erased] was here, [erased]",)
    ]
    assert len(erased.listed_in(full.engine)) == 2


def test_small_things_are_no_traces_and_large_ones_are(full):
    """What says too little, such as a short number, is left where it stands."""
    with full.operation("Little known") as tx:
        one = tx.insert(
            Contact,
            {
                "kind": "person",
                "name": "Cher",
                "email": "none",
                "phone": "112",
                "website": "a.b",
                "street": "Weg",
                "custom": json.dumps(
                    {"E-mail 2": "cher@home.example", "Phone 2": "040 / 99887766", "Size": "38", "x": 5}
                ),
            },
        )
        said = "Cher at a.b, Weg, 112, 38; cher@home.example, 040 99887766; [1]"
        tx.update(
            Contact, full.ids["other"], {"notes": said, "custom": json.dumps({"cher@home.example": "040/99887766"})}
        )
    erasing.erase(full, one)
    assert full.rows("SELECT notes, custom FROM contact WHERE id = ?", (full.ids["other"],)) == [
        ("Cher at a.b, Weg, 112, 38; [erased], [erased]; [1]", '{"[erased]": "[erased]"}')
    ]


def test_text_that_only_looks_like_json_is_cleaned_as_text(full):
    with full.operation("Brackets") as tx:
        tx.update(Contact, full.ids["other"], {"notes": f"[1] {NAME}, {{2}}"})
    erasing.erase(full, full.ids["her"])
    assert full.rows("SELECT notes FROM contact WHERE id = ?", (full.ids["other"],)) == [("[1] [erased], {2}",)]


def test_a_kept_file_that_is_no_pdf_although_it_begins_as_one_is_none(full):
    with full.operation("Broken") as tx:
        attach_bytes(tx, "broken.pdf", b"%PDF-1.4 but no more", contact_id=full.ids["other"])
    assert erasing.look(full, full.ids["her"]).files == ()


def test_a_name_that_a_narrow_column_cut_short_is_found_on_paper(full):
    with full.operation("Papers") as tx:
        closing.keep(tx, {"period": "2026-08"}, pdf_of("Zaneta Ogorkow..."), 1)
    assert "2026-08" not in erasing.look(full, full.ids["her"]).summaries
    traces, _shared = traces_of(full, [full.ids["her"]], [{"name": NAME}])
    assert traces.is_in_print("Best: Żaneta Ogórko…") and not traces.is_in_print("Best: Żanna…")
    assert not traces_of(full, [full.ids["her"]], [{}])[0].is_in_print("anything")


def test_ids_in_other_programs_that_were_taken_back_before_are_gone_too(full, tmp_path):
    with full.operation("Known elsewhere") as tx:
        known = {"record": "ticket", "row": full.ids["ticket"], "source": "zendesk", "elsewhere": "Zanetasecret-77"}
        of_ticket = tx.insert(KnownAs, known)
        others = tx.insert(KnownAs, {**known, "record": "contact", "row": full.ids["other"], "elsewhere": "bo"})
    with full.operation("No more") as tx:
        tx.delete(KnownAs, of_ticket)
        tx.delete(KnownAs, others)
    erasing.erase(full, full.ids["her"])
    assert bytes_with(tmp_path, "Zanetasecret-77") == []
    full.journal.undo(full.journal.next_undo().id)
    assert full.rows("SELECT elsewhere FROM known_as") == [("bo",)]


def test_a_disk_that_cannot_be_swept_now_is_swept_later(full, monkeypatch):
    """Full, or held by somebody who reads."""
    rows = full.engine.rows

    def no_vacuum(sql, *values):
        if sql == "VACUUM":
            raise UserError("The disk is full")
        return rows(sql, *values)

    monkeypatch.setattr(full.engine, "rows", no_vacuum)
    erasing.erase(full, full.ids["her"])
    assert erased.is_waiting(full.engine)
    monkeypatch.undo()
    full.close()
    with open_workspace(full.path, clock=CLOCK) as again:
        assert not erased.is_waiting(again.engine)


def test_a_list_that_cannot_be_read_names_nobody(full):
    erased.list_beside(full.path).mkdir()
    assert erased.listed_near(full.path) == frozenset()


def test_a_word_of_the_name_that_stands_alone_is_told_and_left(full):
    """It may mean the person, or the season; only somebody who reads it knows."""
    with full.operation("Winters") as tx:
        one = tx.insert(Contact, {"kind": "person", "name": "Bo Ada Winter"})
        tx.update(Contact, full.ids["other"], {"notes": "Winter sale; Winter, Bo; Bo Winter"})
        tx.insert(Campaign, {"name": "Winter 2026"})
    assert erasing.look(full, one).alone == (("Winter", 2),)
    assert erasing.look(full, one, ["Winter"]).alone == ()
    erasing.erase(full, one)
    assert full.rows("SELECT notes FROM contact WHERE id = ?", (full.ids["other"],)) == [
        ("Winter sale; [erased]; [erased]",)
    ]
