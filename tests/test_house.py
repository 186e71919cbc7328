"""The rules of the house that no type checker and no linter knows, each as a sentence."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.house import Finding, calls, files, holds_qt, names_of, parsed, subclasses

ROOT = Path(__file__).resolve().parents[1]
CLOCK = "crmdesk/domain/clock.py"
# Where text that came from data is shown: these know how to keep it plain.
PLAIN_TEXT = {"crmdesk/ui/plain.py"}
# Where anything may go wrong and the person is told: a job may not end the window.
EDGES = {"crmdesk/ui/jobs.py"}
# What opens a connection; that of Qt too.
NETWORK = {"socket", "socketserver", "ssl", "http", "ftplib", "smtplib", "imaplib", "poplib", "telnetlib", "xmlrpc"}
NETWORK |= {"urllib.request", "urllib.error", "QtNetwork", "QtWebEngineWidgets", "QtWebEngineCore", "QtWebSockets"}
WINDOW_ROOMS = {"chart", "ui", "screen"}
SQL = re.compile(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|WHERE)\b")
VALUE_PLACE = re.compile(r"('\0)|([<>=]\s*\0)|(\b(LIKE|BETWEEN|LIMIT|OFFSET)\s+\0)|(\bIN\s*\(\s*\0)")
HTML_CLASSES = {"QLabel", "QMessageBox", "QInputDialog", "QProgressDialog", "QErrorMessage", "QWizardPage"}
HTML_SETTERS = {
    "setToolTip",
    "setWhatsThis",
    "setSubTitle",
    "setHtml",
    "setTextFormat",
    "insertHtml",
    "appendHtml",
}
CHART_SETTERS = {"setTitle", "setLabel", "addLegend", "setHTML"}
# The faults whose text is told to a person, and what says something in the window.
TOLD = {child.name for child in subclasses(ROOT / "crmdesk/domain/errors.py", {"UserError", "Exception"})}
TOLD |= {"UsageError", "Label", "ShortLabel", "say", "tell", "tell_done", "message", "ask", "setPlaceholderText"}
TOLD |= {"setAccessibleName", "setAccessibleDescription", "setWindowTitle", "setTitle", "operation"}
OPEN_END = "|".join(("TO" + "DO", "FIX" + "ME", "HA" + "CK"))


def test_files_and_functions_keep_to_the_size_budget():
    script = ROOT / "packaging" / "size_budget.py"
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_library_named_packaging_is_not_shadowed():
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_no_open_end_is_left_in_the_code():
    assert not _found(_open_ends, "crmdesk", "packaging", "tests")


def _open_ends(path: Path) -> Iterator[Finding]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if re.search(rf"\b({OPEN_END})\b", line):
            yield Finding(path, number, line.strip())


def test_only_the_clock_knows_what_time_it_is():
    assert not _found(_reads_the_time, "crmdesk", but={CLOCK})


def _reads_the_time(path: Path) -> Iterator[Finding]:
    moments, seconds = {"now", "today", "utcnow"}, {"time", "time_ns", "localtime", "gmtime"}
    for call in calls(path):
        if isinstance(call.func, ast.Attribute):
            owner, name = ast.unparse(call.func.value).split(".")[-1], call.func.attr
            if (owner in {"datetime", "date"} and name in moments) or (owner == "time" and name in seconds):
                yield Finding(path, call.lineno, ast.unparse(call))
            if owner in {"QDate", "QDateTime"} and name.startswith("current"):
                yield Finding(path, call.lineno, ast.unparse(call))
    for node in ast.walk(parsed(path)):
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if re.search(r"\bCURRENT_(TIME|DATE|TIMESTAMP)\b|\(\s*'now'|\bunixepoch\(\)", text):
            yield Finding(path, node.lineno, "SQL that reads the time")


def test_everything_is_caught_only_at_the_edges():
    assert not _found(_catches_everything, "crmdesk", but=EDGES)


def _catches_everything(path: Path) -> Iterator[Finding]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ExceptHandler):
            caught = {"BaseException"} if node.type is None else names_of(node.type)
            # Whoever passes the exception on has only tidied up.
            if caught & {"Exception", "BaseException"} and not isinstance(node.body[-1], ast.Raise):
                yield Finding(path, node.lineno, "except Exception")


def test_values_never_become_part_of_sql():
    assert not _found(_values_in_sql, "crmdesk")


def _values_in_sql(path: Path) -> Iterator[Finding]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.JoinedStr):
            text = "".join(_piece(part) for part in node.values)
            # A definition takes no parameters, so its parts have to be written into it.
            defines = text.lstrip().startswith("CREATE ")
            if SQL.search(text) and VALUE_PLACE.search(text) and not defines:
                yield Finding(path, node.lineno, text.replace("\0", "{…}").strip()[:80])


def _piece(part: ast.expr) -> str:
    """The text of a part of an f-string; constants and question marks stand for themselves."""
    if isinstance(part, ast.Constant):
        return str(part.value)
    inner = part.value if isinstance(part, ast.FormattedValue) else part
    named = inner.id if isinstance(inner, ast.Name) else ""
    marks = named in {"mark", "marks"} or "'?'" in ast.unparse(inner)
    return named if named.isupper() else "?" if marks else "\0"


def test_data_never_becomes_markup():
    assert not _found(_may_render_markup, "crmdesk/ui", "crmdesk/screen", "crmdesk/chart", but=PLAIN_TEXT)


def _may_render_markup(path: Path) -> Iterator[Finding]:
    setters = HTML_SETTERS | (CHART_SETTERS if "chart" in path.parts else set())
    for call in calls(path):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
        owner = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        if name in HTML_CLASSES | setters or owner.split(".")[-1] in HTML_CLASSES:
            yield Finding(path, call.lineno, ast.unparse(call.func))
    for child in subclasses(path, HTML_CLASSES):
        yield Finding(path, child.lineno, f"class {child.name}")


def test_what_a_person_is_told_can_be_translated():
    assert not _found(_tells_untranslated, "crmdesk")


def _tells_untranslated(path: Path) -> Iterator[Finding]:
    for call in calls(path):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
        bare = [one for one in call.args if _says_words(one)]
        if name in TOLD and bare:
            yield Finding(path, call.lineno, ast.unparse(bare[0]))


def _says_words(node: ast.expr) -> bool:
    """Whether words stand in a text; one word without blanks is the name of a field or an option."""
    if isinstance(node, ast.JoinedStr):
        return any(re.search(r"[A-Za-z]{2}", str(part.value)) for part in node.values if isinstance(part, ast.Constant))
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    return bool(re.search(r"[A-Za-z]{2} |[A-Za-z] [A-Za-z]", text))


def test_sorting_is_left_to_sql_and_sql_to_one_engine():
    assert not _found(lambda path: _names(path, {"QSortFilterProxyModel", "QtSql"}), "crmdesk")


def _names(path: Path, unwanted: set[str]) -> Iterator[Finding]:
    for node in ast.walk(parsed(path)):
        found = {node.id} if isinstance(node, ast.Name) else set()
        if isinstance(node, ast.Import | ast.ImportFrom):
            found = {alias.name.split(".")[-1] for alias in node.names}
            found |= set((node.module or "").split(".")) if isinstance(node, ast.ImportFrom) else set()
        if found & unwanted and isinstance(node, ast.Name | ast.Import | ast.ImportFrom):
            yield Finding(path, node.lineno, ", ".join(sorted(found & unwanted)))


def test_the_domain_is_plain_python():
    def foreign(path: Path) -> Iterator[Finding]:
        for line, module in _imports(path):
            if module.split(".")[0] not in {*sys.stdlib_module_names, "crmdesk"}:
                yield Finding(path, line, module)

    assert not _found(foreign, "crmdesk/domain", "crmdesk/text.py", "crmdesk/assets.py")


def test_every_library_in_use_is_asked_for_by_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {_plain(re.split(r"[^\w.-]", one)[0]) for one in project["dependencies"]}
    # The binding of PySide6 comes with it.
    known = {*sys.stdlib_module_names, "crmdesk", "__future__", "shiboken6", "playhouse"}
    brought_by = packages_distributions()

    def unasked(path: Path) -> Iterator[Finding]:
        for line, module in _imports(path):
            top = module.split(".")[0]
            if top not in known and not {_plain(name) for name in brought_by.get(top, [])} & asked:
                yield Finding(path, line, module)

    assert not _found(unasked, "crmdesk")


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


def test_kpi_files_do_not_import_each_other():
    kpis = {f"crmdesk.kpi.{path.stem}" for path in files("crmdesk/kpi") if _declares_kpi(path)}

    def of_each_other(path: Path) -> Iterator[Finding]:
        for line, module in _imports(path):
            if module in kpis:
                yield Finding(path, line, module)

    assert not _found(of_each_other, "crmdesk/kpi")


def _declares_kpi(path: Path) -> bool:
    functions = (node for node in parsed(path).body if isinstance(node, ast.FunctionDef))
    return any("kpi" in names_of(decorator) for one in functions for decorator in one.decorator_list)


def test_window_parts_know_no_particular_record_type():
    records = {f"crmdesk.store.{path.stem}" for path in files("crmdesk/store") if any(subclasses(path, {"Record"}))}

    def of_records(path: Path) -> Iterator[Finding]:
        for line, module in _imports(path):
            if module in records:
                yield Finding(path, line, module)

    assert not _found(of_records, "crmdesk/ui")


@pytest.mark.parametrize(
    "room", sorted({path.parent.name for path in ROOT.glob("crmdesk/*/__init__.py")} - WINDOW_ROOMS)
)
def test_this_room_needs_no_display(room):
    assert holds_qt(room) == ""


def test_nothing_opens_a_connection():
    def connecting(path: Path) -> Iterator[Finding]:
        for line, module in _imports(path):
            if NETWORK & {module, module.split(".")[0], module.removeprefix("PySide6.").split(".")[0]}:
                yield Finding(path, line, module)

    assert not _found(connecting, "crmdesk")


@pytest.mark.parametrize("excused", sorted({CLOCK, *PLAIN_TEXT, *EDGES}))
def test_who_is_excused_from_a_rule_is_there(excused):
    assert (ROOT / excused).is_file()


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


@cache
def _allowed(but: frozenset[str]) -> frozenset[Path]:
    return frozenset(ROOT / name for name in but)


def _found(rule: Callable[[Path], Iterator[Finding]], *places: str, but: set[str] | None = None) -> list[str]:
    allowed = _allowed(frozenset(but or ()))
    return [str(one) for place in places for path in files(place) if path not in allowed for one in rule(path)]
