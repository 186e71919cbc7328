"""Settings of the printed summary: logo, colour of headings, how long, which sections, in which language."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.report.logo import HIGH, WIDE
from crmdesk.report.options import SECTIONS
from crmdesk.screen.paper_options import LANGUAGES
from crmdesk.screen.settings.form import FormSection, Line, choice_line
from crmdesk.store import content
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Tx
from crmdesk.store.setting import Settings
from crmdesk.store.stationery import COLOUR, LANGUAGE, LEFT_OUT, LOGO, PAGES, logo_of, stationery
from crmdesk.text import N_, _
from crmdesk.ui.ask_file import ask_open
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk
from crmdesk.ui.plain import Label

# A photograph is read no larger than this at either side: whole, it may not fit into memory.
_MOST_DOTS = 2000
_COLOURS = (
    *(("", N_("Black")), ("#0055AA", N_("Blue")), ("#1B6E3C", N_("Green")), ("#8A1C1C", N_("Dark red"))),
    *(("#6A3D9A", N_("Violet")), ("#7A4A12", N_("Brown"))),
)


class PrintSection(FormSection):
    """How the summary of this business looks on paper, unless somebody asks for it in another way."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        hint = _("The sheet for the wall and those for talks carry the same logo and colour.")
        super().__init__(desk, parent, _("Summary on paper"), hint)

    def make_lines(self) -> Sequence[Line]:
        self.logo = LogoPicker(self.desk, self)
        self.parts = _Parts(self)
        languages = [(code, _(name)) for code, name in LANGUAGES.items()]
        dark = _("One of these, or another as #RRGGBB; one that is too light to be read is printed darker.")
        return (
            Line(LOGO, _("Logo"), self.logo, self.logo.digest, self.logo.show_digest, self.logo.changed),
            choice_line(
                self, COLOUR, _("Colour of headings"), [(code, _(name)) for code, name in _COLOURS], dark, parse=str
            ),
            choice_line(self, PAGES, _("Length"), [(2, _("Two pages")), (1, _("One page"))]),
            choice_line(self, LANGUAGE, _("Language of the paper"), languages),
            Line(
                LEFT_OUT, _("Sections"), self.parts, self.parts.left_out, self.parts.show_left_out, self.parts.changed
            ),
        )

    def kept(self, workspace: Workspace) -> Mapping[str, Any]:
        found = stationery(workspace)
        return {
            LOGO: found.logo,
            COLOUR: found.colour,
            PAGES: found.pages,
            LANGUAGE: found.language,
            LEFT_OUT: sorted(found.left_out),
        }

    def change(self, tx: Tx, before: Settings, values: Mapping[str, Any]) -> None:
        if values.get(LOGO):
            content.put(tx, self.logo.data)
        super().change(tx, before, values)


class LogoPicker(QWidget):
    """The logo, and buttons to choose another one or none."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.data = b""
        self.picture = Label("", self, muted=True)
        self.choose = Button(_("Choose a picture…"), self)
        self.choose.clicked.connect(self.ask)
        self.remove = Button(_("Remove the logo"), self)
        self.remove.clicked.connect(lambda: self.take(b""))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self.picture, self.choose, self.remove):
            row.addWidget(part)
        row.addStretch(1)
        self.setFocusProxy(self.choose)

    def ask(self) -> None:
        """Asks for a picture file."""
        filters = _("Pictures (*.png *.jpg *.jpeg *.gif *.bmp *.webp)")
        ask_open(self, _("Choose the logo"), filters, Path.home(), self.read)

    def read(self, path: Path) -> None:
        """Takes the picture of a file, or says why it cannot."""
        try:
            data = small_picture(path.read_bytes())
        except UserError as fault:
            self._desk.notice.tell(str(fault))
        except OSError as fault:
            sentence = _("“{file}” cannot be read ({reason}); check that it is a file that you may open.")
            self._desk.notice.tell(sentence.format(file=path.name, reason=fault.strerror))
        else:
            self.take(data)

    def take(self, data: bytes) -> None:
        """Shows this picture; nothing takes the logo away."""
        self.data = data
        if data:
            self.picture.setPixmap(QPixmap.fromImage(QImage.fromData(data)))
            self.picture.setAccessibleName(_("The logo"))
        else:
            self.picture.setText(_("none"))
        self.remove.setVisible(bool(data))
        self.changed.emit()

    def digest(self) -> str:
        """What is kept in the settings: the checksum of the picture."""
        return hashlib.sha256(self.data).hexdigest() if self.data else ""

    def show_digest(self, digest: str) -> None:
        self.take(logo_of(self._desk.here) if digest else b"")


def small_picture(data: bytes) -> bytes:
    """A picture as small as paper needs it, on white. Raises UserError."""
    image = _read(data)
    if image.width() > WIDE or image.height() > HIGH:
        shape, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        image = image.scaled(WIDE, HIGH, shape, smooth)
    paper = QImage(image.size(), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.end()
    made = QBuffer()
    made.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(made, QByteArray(b"png")).write(paper)
    return bytes(made.data().data())


def _read(data: bytes) -> QImage:
    """A picture of any size, upright as cameras meant it. Raises UserError."""
    file = QBuffer()
    file.setData(data)
    file.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(file)
    reader.setAutoTransform(True)
    size, most = reader.size(), QSize(_MOST_DOTS, _MOST_DOTS)
    if size.boundedTo(most) != size:
        reader.setScaledSize(size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if not image.isNull():
        return image
    if size.isValid():
        raise UserError(_("The logo is damaged or too large to be read; choose a smaller picture."))
    raise UserError(_("The logo is not a picture that can be shown; choose a PNG or JPEG file."))


class _Parts(QListWidget):
    """The sections, each with a box to tick."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        for name, title in SECTIONS.items():
            item = QListWidgetItem(_(title), self)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setCheckState(Qt.CheckState.Checked)
        self.setFixedHeight(self.sizeHintForRow(0) * (self.count() + 1) + 2 * self.frameWidth())
        self.itemChanged.connect(lambda _item: self.changed.emit())

    def left_out(self) -> list[str]:
        items = [self.item(row) for row in range(self.count())]
        return sorted(one.data(Qt.ItemDataRole.UserRole) for one in items if one.checkState() != Qt.CheckState.Checked)

    def show_left_out(self, names: Sequence[str]) -> None:
        for row in range(self.count()):
            item = self.item(row)
            without = item.data(Qt.ItemDataRole.UserRole) in names
            item.setCheckState(Qt.CheckState.Unchecked if without else Qt.CheckState.Checked)
