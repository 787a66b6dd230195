"""Workbooks as case systems write them, made with nothing but a zip: cells are text, numbers and true dates."""

import zipfile
from datetime import date
from xml.sax.saxutils import escape

EXCEL_ZERO = date(1899, 12, 30)
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(path, sheets, hidden=()):
    """Writes {sheet name: rows}; a row is a list of cells. Style 1 is a date."""
    names = list(sheets)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", _content_types(len(names)))
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" '
            'Target="xl/workbook.xml"/>'
            "</Relationships>",
        )
        book.writestr("xl/workbook.xml", _contents(names, hidden))
        book.writestr("xl/_rels/workbook.xml.rels", _links(len(names)))
        book.writestr("xl/styles.xml", STYLES)
        for number, name in enumerate(names, 1):
            with book.open(f"xl/worksheets/sheet{number}.xml", "w") as sheet:
                sheet.write(f"<worksheet {NAMESPACE}><sheetData>".encode())
                for place, row in enumerate(sheets[name], 1):
                    cells = "".join(_cell(cell, column, place) for column, cell in enumerate(row))
                    sheet.write(f'<row r="{place}">{cells}</row>'.encode())
                sheet.write(b"</sheetData></worksheet>")
    return path


def _cell(cell, column, row):
    at = f'r="{_letters(column)}{row}"'
    match cell:
        case None | "":
            return ""
        case bool():
            return f'<c {at} t="b"><v>{int(cell)}</v></c>'
        case date():
            return f'<c {at} s="1"><v>{(cell - EXCEL_ZERO).days}</v></c>'
        case int() | float():
            return f"<c {at}><v>{cell}</v></c>"
        case "#N/A" | "#REF!" | "#VALUE!" | "#NAME?":
            return f'<c {at} t="e"><v>{escape(cell)}</v></c>'
        case _:
            return f'<c {at} t="inlineStr"><is><t xml:space="preserve">{escape(str(cell))}</t></is></c>'


def _letters(column):
    return _letters(column // 26 - 1) + chr(65 + column % 26) if column > 25 else chr(65 + column)


def _content_types(count):
    base = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{base}.worksheet+xml"/>'
        for n in range(1, count + 1)
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{base}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{base}.styles+xml"/>{sheets}</Types>'
    )


def _contents(names, hidden):
    states = {name: ' state="hidden"' for name in hidden}
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"{states.get(name, "")}/>'
        for n, name in enumerate(names, 1)
    )
    return f'<workbook {NAMESPACE} xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>'


def _links(count):
    links = "".join(
        f'<Relationship Id="r{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, count + 1)
    )
    styles = f'<Relationship Id="rs" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    return f'<Relationships xmlns="{PACKAGE}">{links}{styles}</Relationships>'


STYLES = (
    f'<styleSheet {NAMESPACE}><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
