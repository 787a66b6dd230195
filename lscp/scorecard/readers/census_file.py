"""Opens a children in need census: its header, and its children one at a time, in memory that does not grow.

The file is not trusted: no entity is expanded, no document type accepted, nothing fetched, and a text or a nesting
beyond the XML library's ordinary limits is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from lscp.scorecard.readers.ledger import CannotRead

Element = etree._Element

EXPORT_AGAIN = "Export the census from the case system again."
THE_RIGHT_FILE = "Give the file that was made for the Department's children in need collection."


def open_census(path: Path) -> tuple[dict[str, str], Iterator[Element]]:
    """The header's items by name, and the children; each child is emptied once the next one is asked for.

    Raises `CannotRead`, from the iterator too, for what is no whole XML file with a header and children.
    """
    first = _look_at(path)
    elements = _elements(path)
    header = next(elements, None)
    if header is None:
        raise CannotRead(
            f"{path.name} is XML but no children in need census: it begins with {first} and has no census header. "
            + THE_RIGHT_FILE
        )
    if header.getroottree().docinfo.doctype:
        raise CannotRead(
            f"{path.name} declares a document type, which no census does; it is not read, for safety. {EXPORT_AGAIN}"
        )
    if local_name(header) != "Header":
        raise CannotRead(f"{path.name} has no header before its children. {EXPORT_AGAIN}")
    items = {local_name(item): (item.text or "").strip() for item in header.iter()}
    return items, (element for element in elements if local_name(element) == "Child")


def local_name(element: Element) -> str:
    return etree.QName(element).localname


def _look_at(path: Path) -> str:
    """The name of the file's first element, for messages. Says what a file is that is no XML at all."""
    try:
        with open(path, "rb") as file:
            start = file.read(400)
    except OSError as error:
        raise CannotRead(f"{path.name} cannot be opened: {error.strerror}.") from None
    if not start.strip():
        raise CannotRead(f"{path.name} is empty. {EXPORT_AGAIN}")
    if start.startswith((b"PK", b"\x1f\x8b")):
        raise CannotRead(
            f"{path.name} is compressed, or a workbook. Unpack it, or give the census XML itself."
        )
    if b"<" not in start:
        raise CannotRead(f"{path.name} is not XML. {THE_RIGHT_FILE}")
    name = re.search(rb"<([A-Za-z_][\w.-]{0,40})", start)
    return name[1].decode("ascii", "replace") if name else "something else"


def _elements(path: Path) -> Iterator[Element]:
    """The header and the children as they end."""
    try:
        for _, element in etree.iterparse(
            str(path),
            tag=("{*}Header", "{*}Child"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        ):
            yield element
            _forget(element)
    except etree.XMLSyntaxError as error:
        raise CannotRead(
            f"{path.name} is not whole: its XML breaks at line {error.lineno} ({error.msg}). {EXPORT_AGAIN}"
        ) from None
    except OSError as error:
        raise CannotRead(f"{path.name} cannot be read to its end: {error.strerror or error}.") from None


def _forget(element: Element) -> None:
    """Drops an element that was read and everything before it, so that the tree never grows."""
    element.clear()
    parent = element.getparent()
    while (before := element.getprevious()) is not None:
        parent.remove(before)
