"""The order and the meaning of what is drawn, for those who have the paper read to them.

Everything drawn belongs to an element (a heading, a paragraph, a cell, a picture described in words) or is marked as
decoration. The elements form a tree beside the pages, in the order of reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Element:
    """A node of the tree. A leaf has its place on a page: `page` and `mark`."""

    role: str
    words: str = ""
    children: list[Element] = field(default_factory=list)
    page: int = -1
    mark: int = -1
    leads_page: Any = None


class Structure:
    """Notes the elements while they are drawn."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self.root = Element("Document")
        self._open = [self.root]
        self._marks: list[list[Element]] = [[]]
        self._inside = False

    @property
    def inside(self) -> bool:
        """Whether an element is being drawn."""
        return self._inside

    @contextmanager
    def group(self, role: str) -> Iterator[None]:
        """An element that holds others: a table, a row."""
        element = Element(role)
        self._open[-1].children.append(element)
        self._open.append(element)
        yield
        self._open.pop()

    @contextmanager
    def content(self, role: str, words: str = "") -> Iterator[None]:
        """An element that is drawn; inside another one it is a part of that. `words` describe a picture."""
        if self._inside:
            yield
            return
        page = len(self._marks) - 1
        element = Element(role, words, [], page, len(self._marks[-1]))
        element.leads_page = self._canvas._doc.thisPageRef()  # noqa: SLF001 - reportlab knows no tags of its own
        self._open[-1].children.append(element)
        self._marks[-1].append(element)
        yield from self._between(f"/{role} <</MCID {element.mark}>> BDC")

    @contextmanager
    def decoration(self) -> Iterator[None]:
        """Rules, grounds and page feet: nothing to be read."""
        if self._inside:
            yield
            return
        yield from self._between("/Artifact BMC")

    def next_page(self) -> None:
        """Called when a page is done."""
        self._marks.append([])

    def finish(self) -> None:
        """Hangs the tree into the file."""
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName

        document = self._canvas._doc  # noqa: SLF001 - as above
        top = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        above = document.Reference(top)
        known: dict[int, Any] = {}
        top.dict["K"] = _hung(document, self.root, above, known)
        numbers: list[Any] = []
        for page, leaves in enumerate(self._marks[:-1]):
            numbers += [page, document.Reference(PDFArray([known[id(leaf)] for leaf in leaves]))]
        top.dict["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}))
        top.dict["ParentTreeNextKey"] = len(self._marks) - 1
        document.Catalog.StructTreeRoot = top
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        for number, page in enumerate(document.Pages.pages):
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents, page.Tabs = number, PDFName("S")

    def _between(self, begin: str) -> Iterator[None]:
        self._canvas._code.append(begin)  # noqa: SLF001 - as above
        self._inside = True
        yield
        self._inside = False
        self._canvas._code.append("EMC")  # noqa: SLF001 - as above


def _hung(document: Any, element: Element, above: Any, known: dict[int, Any]) -> Any:
    """The element as an object of the file below another one, with all that it holds; returns the way to it."""
    from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString

    own = PDFDictionary({"S": PDFName(element.role), "P": above})
    known[id(element)] = place = document.Reference(own)
    if element.words:
        own.dict["Alt"] = PDFString(element.words)
    if element.mark >= 0:
        own.dict["Pg"], own.dict["K"] = element.leads_page, element.mark
    else:
        own.dict["K"] = PDFArray([_hung(document, child, place, known) for child in element.children])
    return place
