"""Brings the translations up to what the code says: new sentences come in empty, those that are gone go."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ROOT / "resources" / "translations"
MARKS = {"_", "N_"}
PLURAL = "n_"


class Said(NamedTuple):
    """A sentence of the code, with its plural if it has one, and the sense that tells it from its like."""

    one: str
    many: str = ""
    sense: str = ""


def main() -> int:
    """Rewrites every language's files and says what is left to translate."""
    left = 0
    for folder in sorted(path for path in LANGUAGES.iterdir() if path.is_dir()):
        book = updated(po_of(folder.name), sentences())
        book.save(str(po_of(folder.name)))
        book.save_as_mofile(str(po_of(folder.name).with_suffix(".mo")))
        open_ends = [entry.msgid for entry in book.untranslated_entries()]
        left += len(open_ends)
        print(f"{folder.name}: {len(book.translated_entries())} of {len(book)} sentences")
        for sentence in open_ends:
            print(f"  {sentence!r}")
    return 1 if left else 0


def po_of(language: str) -> Path:
    """The file that people translate."""
    return LANGUAGES / language / "LC_MESSAGES" / "crmdesk.po"


def sentences() -> dict[Said, list[str]]:
    """Every sentence of the code, and the files that say it."""
    found: dict[Said, list[str]] = {}
    for path in sorted((ROOT / "crmdesk").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for said in _said(ast.parse(path.read_text(encoding="utf-8"))):
            places = found.setdefault(said, [])
            if name not in places:
                places.append(name)
    return found


def said_in(entry: polib.POEntry) -> Said:
    """The sentence that an entry of a book translates."""
    return Said(entry.msgid, entry.msgid_plural, entry.msgctxt or "")


def updated(po: Path, said: dict[Said, list[str]]) -> polib.POFile:
    """The language's book with exactly the sentences of the code, in the order of their places."""
    known = {said_in(entry): entry for entry in polib.pofile(str(po))} if po.exists() else {}
    book = polib.POFile(wrapwidth=110)
    book.metadata = {
        "Language": po.parents[1].name,
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for key, places in sorted(said.items(), key=lambda item: (item[1][0], item[0])):
        entry = known.get(key) or polib.POEntry(
            msgid=key.one,
            msgid_plural=key.many,
            msgctxt=key.sense or None,
            msgstr_plural={0: "", 1: ""} if key.many else {},
        )
        entry.occurrences = [(place, "") for place in places]
        book.append(entry)
    return book


def _said(tree: ast.Module) -> Iterator[Said]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            words = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if node.func.id in MARKS and words and words[0]:
                yield Said(words[0], sense=words[1] if len(words) > 1 else "")
            elif node.func.id == PLURAL and len(words) == 2:
                yield Said(words[0], many=words[1])
        elif isinstance(node, ast.FunctionDef) and any(_declares_kpi(one) for one in node.decorator_list):
            yield Said(ast.get_docstring(node) or "")


def _declares_kpi(decorator: ast.expr) -> bool:
    """Whether a function is a KPI: its docstring is shown as help."""
    return isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id == "kpi"


if __name__ == "__main__":
    raise SystemExit(main())
