"""A file made to hurt costs little memory and little time, and its sender is told what to do."""

import io
import os
import resource
import struct
import zipfile
import zlib

import docx
import pytest

from lscp.files import Unreadable, bounded
from lscp.minutes import reading
from lscp.minutes.reading import read_lines

MEGABYTE = 1024 * 1024


def word(document_xml=None, *, blank_megabytes=0, claims=None):
    """A Word file whose main part is changed; ``claims`` is the size that its directory says the part has."""
    made = io.BytesIO()
    docx.Document().save(made)
    given, out = zipfile.ZipFile(made), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in given.namelist():
            content = given.read(part)
            if part != "word/document.xml":
                packed.writestr(part, content)
                continue
            with packed.open(part, "w") as writes:
                writes.write(document_xml(content) if document_xml else content)
                for _ in range(blank_megabytes):
                    writes.write(b" " * MEGABYTE)
    data = bytearray(out.getvalue())
    if claims is not None:
        at = data.rindex(b"word/document.xml") - 46
        assert data[at : at + 4] == b"PK\x01\x02"
        data[at + 24 : at + 28] = struct.pack("<I", claims)
    return bytes(data)


def pdf(content, times, pages=1):
    """A PDF whose pages share one packed stream: ``content`` so many times."""
    pack = zlib.compressobj(9)
    stream = b"".join(pack.compress(content) for _ in range(times)) + pack.flush()
    kids = " ".join(f"{5 + number} 0 R" for number in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 3 0 R>>>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(stream) + stream + b"\nendstream",
        *[page] * pages,
    ]
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + content + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, start))
    return out.getvalue()


def within_bounds(data, *, seconds=30, megabytes=200):
    """Read ``data`` and return the refusal's words or the lines, having measured what it cost this process."""
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, sum(os.times()[:4])
    try:
        answer = read_lines(data, name="paper")
    except Unreadable as unreadable:
        answer = str(unreadable)
    assert sum(os.times()[:4]) - began < seconds  # of the processor, here and in the process that reads
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < megabytes
    return answer


def test_a_word_file_that_says_what_it_unpacks_to_is_refused_unread():
    assert "more than 200 MB" in within_bounds(word(blank_megabytes=220), seconds=5)


def test_a_word_file_that_lies_about_its_size_ends_only_the_process_that_reads_it():
    answer = within_bounds(word(blank_megabytes=900, claims=1000))
    assert "more memory or time" in answer or "damaged" in answer


def test_a_small_word_file_with_endless_paragraphs_is_given_up_on(monkeypatch):
    monkeypatch.setattr(reading, "MOST_SECONDS", 5)
    many = word(
        lambda xml: xml.replace(b"<w:body>", b"<w:body>" + b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 300_000)
    )
    assert len(many) < MEGABYTE
    assert "more memory or time" in within_bounds(many, seconds=15)


def test_entities_that_multiply_or_name_a_file_of_the_server_are_not_followed(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the secret of the server")
    entities = '<!ENTITY a0 "lollol">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )
    for used in ("&x;", "&a11;"):
        declared = f'<!DOCTYPE w:document [{entities}<!ENTITY x SYSTEM "file://{secret}">]>'.encode()
        hostile = word(
            lambda xml, used=used, declared=declared: xml.replace(b"?>", b"?>" + declared, 1).replace(
                b"<w:body>",
                f"<w:body><w:p><w:r><w:t>Some words {used} of it</w:t></w:r></w:p>".encode(),
            )
        )
        assert "secret of the server" not in str(within_bounds(hostile))
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><html><body><p>Some words &x;</p></body></html>'
    assert "secret of the server" not in str(within_bounds(page.encode()))


def test_a_page_in_a_page_in_a_page_is_read_or_refused():
    within_bounds(b"<html><body>" + b"<div>" * 500_000 + b"words that are many " * 20, seconds=20)


def test_a_long_numbered_list_is_read_in_time_that_grows_with_its_length():
    lines = within_bounds(b"<html><body><ol>" + b"<li>a b c" * 20_000 + b"</ol>", seconds=10)
    assert lines[-1].text == "20000. a b c"


def test_a_list_inside_a_list_keeps_its_own_numbers():
    page = b"<html><body><ol start=3><li>one<ol type=a><li>x<li>y</ol><li>two</ol></body></html>"
    assert [line.text for line in read_lines(page, name="p") if line.text] == [
        "3. one",
        "(a) x",
        "(b) y",
        "4. two",
    ]


def test_a_pdf_of_thousands_of_pages_or_of_packed_emptiness_is_bounded():
    within_bounds(pdf(b"BT /F 12 Tf 50 700 Td (Some words of the minutes) Tj ET\n", 1, pages=3000))
    assert "more memory or time" in within_bounds(pdf(b" " * MEGABYTE, 1100))


def test_a_paper_of_more_lines_than_any_meeting_has_is_refused():
    assert "more than 50,000 lines" in within_bounds(b"a line\n" * 60_000)


def test_the_process_that_reads_has_no_secret_of_the_installation(monkeypatch):
    monkeypatch.setenv("LSCP_SECRET_KEY", "do not pass on")
    seen = {}

    def watched(command, **given):
        seen.update(given["env"])
        raise bounded.subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(bounded.subprocess, "run", watched)
    with pytest.raises(Unreadable):
        reading.read_lines(pdf(b"BT ET", 1), name="p")
    assert seen == {"PYTHONUTF8": "1"}
