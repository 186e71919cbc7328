"""PDFs with nothing on their pages."""

from io import BytesIO

import pypdf


def blank(pages: int = 2, width: int = 595, height: int = 842) -> bytes:
    writer = pypdf.PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(width, height)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
