"""What is brought in and what was decided about it so far: the files, the tables in them, and how each is understood.

All of it is values; the page replaces them as the person decides, so that going back loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path

from crmdesk.domain.errors import UserError
from crmdesk.domain.wording import name_text, number_text
from crmdesk.exchange import rules
from crmdesk.exchange.drafts.draft import Draft, Here, derived, draft, here_of, is_ready, with_kind
from crmdesk.exchange.drafts.several import draft_all
from crmdesk.exchange.found import Found
from crmdesk.exchange.imported import brought_in_before, digest_of
from crmdesk.exchange.mappings.kept import kept
from crmdesk.exchange.plan import FOREIGN
from crmdesk.exchange.policy import LETTER, Choices, Policy
from crmdesk.exchange.reading import AS_FOUND, is_interchange, read_file
from crmdesk.exchange.recognise import Guess, recognise, recognise_all, without_place
from crmdesk.exchange.rules import TableRule
from crmdesk.exchange.source import Source, folder_tables, open_source
from crmdesk.screen.importing.mending import Mended
from crmdesk.store.file import Workspace
from crmdesk.text import N_, _, n_
from crmdesk.ui.jobs import Task

MOST_FILES = 500
"""So many files are looked at together: the export of a whole program has dozens."""
SAMPLE_ROWS = 50
"""So many rows of a table are shown before it is brought in."""

PARTS = {
    "companies": N_("companies"),
    "contacts": N_("people"),
    "events": N_("meetings"),
    "todos": N_("tasks"),
    "transactions": N_("bookings"),
    "messages": N_("mails"),
}

Sample = Sequence[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Item:
    """A table: the file, what is in it, which sources it may be of, and how it is understood.

    `before` says that tables with these headings came in before and are understood as then; `fault` why the file
    cannot be read, `came_at` when this very file came in before; `taken` whether the table is to be brought in.
    """

    path: Path
    found: Found | None = None
    guesses: tuple[Guess, ...] = ()
    guess: Guess | None = None
    draft: Draft | None = None
    rule: TableRule = AS_FOUND
    sample: Sample = ()
    before: bool = False
    taken: bool = False
    fault: str = ""
    came_at: int | None = None

    @property
    def name(self) -> str:
        """The file, and the sheet or part of it."""
        if self.found is None:
            return self.path.name
        return (
            f"{self.found.name} › {_(PARTS.get(self.found.part, self.found.part))}"
            if self.found.part
            else self.found.name
        )


@dataclass(frozen=True, slots=True)
class Walk:
    """All that is brought in. `source` is an interchange folder or .zip, which says itself what it means.

    `choices` are what was decided about single rows, `mended` the cells of the files that were typed anew.
    """

    paths: tuple[Path, ...] = ()
    folder: int = 0
    items: tuple[Item, ...] = ()
    source: Source | None = None
    here: Here | None = None
    policy: Policy = FOREIGN
    choices: Choices = field(default_factory=dict)
    mended: Mended = field(default_factory=dict)

    @property
    def taken(self) -> tuple[Item, ...]:
        """The tables that are to be brought in."""
        return tuple(item for item in self.items if item.taken and item.draft is not None)

    def with_item(self, place: int, item: Item) -> Walk:
        """The same with another item in that place; what was chosen for single rows is of no use any more."""
        return replace(self, items=(*self.items[:place], item, *self.items[place + 1 :]), choices={})

    def open_questions(self) -> int:
        """How many questions are to be answered before anything can be planned."""
        return sum(one.is_open for item in self.taken if item.draft is not None for one in item.draft.questions)

    def lacking(self) -> str:
        """What is to be done before anything can be planned, as a sentence; empty where nothing is."""
        if self.source is not None:
            return ""
        if not self.taken:
            return _("There is nothing to bring in yet: say what a table is.")
        if count := self.open_questions():
            text = n_("{n} question is still to be answered.", "{n} questions are still to be answered.", count)
            return text.format(n=number_text(count))
        unclear = next((item for item in self.taken if item.draft is not None and not is_ready(item.draft)), None)
        return "" if unclear is None else _("Say what the rows of {file} are.").format(file=unclear.name)

    def unreadable(self) -> tuple[Path, ...]:
        """The files of which no table can be read."""
        readable = {item.path for item in self.items if not item.fault}
        return tuple(dict.fromkeys(item.path for item in self.items if item.path not in readable))

    def label(self) -> str:
        """What the step of the journal is called."""
        return _("Import of {names}").format(names=", ".join(name_text(path.name) for path in self.paths))

    def files(self) -> tuple[Path, ...]:
        """The files that are read; a folder that says itself what it means is none."""
        if self.source is not None:
            return tuple(path for path in self.paths if path.is_file())
        return tuple(dict.fromkeys(item.path for item in self.taken))


def look(workspace: Workspace, task: Task, paths: Sequence[Path], folder: int = 0) -> Walk:
    """Looks at files and folders: what they hold, what it is, and how it would come in."""
    here = here_of(workspace)
    if (source := interchange_source(paths)) is not None:
        return Walk(tuple(paths), folder, source=source, here=here, policy=LETTER)
    files = [file for path in paths for file in _files(path)][:MOST_FILES]
    items: list[Item] = []
    for place, path in enumerate(files):
        task.progress(place, len(files), path.name)
        came = _came_at(workspace, path)
        items += [replace(item, came_at=came) for item in _items(path)]
    return Walk(tuple(paths), folder, tuple(_understood_all(workspace, task, items, here)), here=here)


def look_again(workspace: Workspace, task: Task, item: Item, rule: TableRule, here: Here) -> Item:
    """A table read in the way that a person says."""
    items = _items(item.path, rule)
    found = next((one for one in items if one.found is None or one.name == item.name), items[0])
    if found.found is None:
        return replace(item, rule=rule, fault=found.fault)
    guesses = tuple(recognise(found.found))
    again = replace(found, guesses=guesses)
    return as_before(workspace, task, again, here) or understood(task, again, here, next(iter(guesses), None))


def understood(task: Task, item: Item, here: Here, wanted: Guess | str | None) -> Item:
    """A table understood as that source, as that kind of records, or as its headings and contents say."""
    if item.found is None:
        return item
    if isinstance(wanted, str) and item.draft is not None and item.guess is None and not item.before:
        return replace(item, draft=with_kind(item.draft, wanted), taken=True)
    guess, kind = (None, wanted) if isinstance(wanted, str) else (wanted, "")
    return _drafted(item, task, here, guess=guess, kind=kind)


def as_before(workspace: Workspace, task: Task, item: Item, here: Here) -> Item | None:
    """A table understood as the last one with its headings; None where there was none."""
    if item.found is None or (mappings := kept(workspace, item.found)) is None:
        return None
    return replace(_drafted(item, task, here, kept=mappings), before=True)


def _drafted(
    item: Item,
    task: Task,
    here: Here,
    *,
    guess: Guess | None = None,
    kind: str = "",
    kept: Sequence[rules.Mapping] | None = None,
) -> Item:
    """The table as it is understood then; one that cannot be read to its end says why."""
    if item.found is None:
        return item

    def told(rows: int) -> None:
        task.progress(rows, 0, item.name)

    try:
        made = draft(item.found, here, guess=guess, kind=kind, kept=kept, told=told)
    except UserError as fault:
        return replace(item, fault=str(fault), draft=None, taken=False)
    if item.draft is not None and not made.base:
        # Tables that come in together share their ids.
        made = derived(replace(made, source=item.draft.source))
    return replace(item, draft=made, guess=guess, before=False, taken=bool(made.kind), fault="")


def interchange_source(paths: Sequence[Path]) -> Source | None:
    """The interchange folder or .zip that this is; None where it is anything else."""
    return open_source(paths[0]) if len(paths) == 1 and is_interchange(paths[0]) else None


def _files(path: Path) -> Iterator[Path]:
    yield from (folder_tables(path) if path.is_dir() else (path,))


def _came_at(workspace: Workspace, path: Path) -> int | None:
    """When a file of these bytes came in before."""
    try:
        before = brought_in_before(workspace, digest_of(path))
    except UserError:
        # Whatever stands against reading it is told when it is read.
        return None
    return before[0].at if before else None


def _items(path: Path, rule: TableRule = AS_FOUND) -> list[Item]:
    """The tables of a file; a file that cannot be read is one that says why."""
    try:
        return [_item(path, found, rule) for found in read_file(path, rule)]
    except UserError as fault:
        return [Item(path, rule=rule, fault=str(fault))]


def _item(path: Path, found: Found, rule: TableRule) -> Item:
    return Item(path, found, rule=rule, sample=list(islice(found.read().rows(), SAMPLE_ROWS)))


def _understood_all(workspace: Workspace, task: Task, items: Sequence[Item], here: Here) -> Iterator[Item]:
    """Every table, companies before people and what refers to a kind behind it; those that cannot be read come last."""
    by_table = {id(item.found): item for item in items if item.found is not None}
    chosen = recognise_all([item.found for item in items if item.found is not None])
    unknown = [found for found, guess in chosen if guess is None and kept(workspace, found) is None]
    left_out = {id(found): told for found in unknown if (told := without_place(found, chosen))}
    placed = [(found, guess) for found, guess in chosen if id(found) not in left_out]
    drafts = iter(_drafts(workspace, task, placed, here))
    for found, guess in chosen:
        item = replace(by_table[id(found)], guesses=tuple(recognise(found)))
        if (found, guess) in placed:
            made = next(drafts)
            before = kept(workspace, found) is not None
            own = guess if made and made.base and not before else None
            # Headings alone bring nothing: nobody is to be asked about them.
            taken = bool(made and made.kind and item.sample)
            yield replace(item, draft=made, guess=own, before=before, taken=taken)
        else:
            yield replace(item, fault=left_out[id(found)])
    yield from (item for item in items if item.found is None)


def _drafts(
    workspace: Workspace, task: Task, placed: Sequence[tuple[Found, Guess | None]], here: Here
) -> Sequence[Draft | None]:
    """The drafts of tables that come in together; where one cannot be read to its end, each by itself."""

    def told(rows: int) -> None:
        task.progress(rows, 0, "")

    try:
        return draft_all(placed, here, kept=partial(kept, workspace), told=told)
    except UserError:
        items = [Item(Path(found.name), found) for found, _guess in placed]
        parts = zip(items, placed, strict=True)
        return [
            _drafted(item, task, here, guess=guess, kept=kept(workspace, found)).draft for item, (found, guess) in parts
        ]
