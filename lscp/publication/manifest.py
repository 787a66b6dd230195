"""The manifest that travels with a published edition, and the proof that the files are those it names. Pure.

{"format": 1, "title", "partnership", "work", "edition", "document": checksum that was signed,
 "signatures": [{"agency", "name", "role", "at", "checksum"}],
 "journal": {"number", "hash"},            the last event of the journal before this edition was published
 "files": {"index.html": sha256, …}}       every file but the manifest itself
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

MANIFEST, DOCUMENT = "manifest.json", "document.json"
NOT_PUBLISHED = ("committee-report.docx",)  # the desk's own paper beside an edition: it proves nothing
FORMAT = 1


def write(files: Mapping[str, bytes], **about) -> bytes:
    """The manifest of ``files`` (path → bytes) as JSON."""
    hashes = {path: sha256(content) for path, content in sorted(files.items())}
    return json.dumps(
        {"format": FORMAT, **about, "files": hashes}, ensure_ascii=False, indent=1, sort_keys=True
    ).encode()


def read(content: bytes) -> dict:
    """The manifest. Raises ValueError, in words, where it is not one."""
    try:
        found = json.loads(content)
    except ValueError as problem:
        raise ValueError("manifest.json cannot be read: it is not the file that was published.") from problem
    if (
        not isinstance(found, dict)
        or not isinstance(found.get("files"), dict)
        or found.get("format") != FORMAT
    ):
        raise ValueError("manifest.json is not the manifest of a published edition.")
    return found


def faults(files: Mapping[str, bytes]) -> list[str]:
    """What is wrong with a set of files (path → bytes) that should be a published edition; empty when all holds."""
    if MANIFEST not in files:
        return ["There is no manifest.json, so nothing can be proved. Download the edition again."]
    try:
        manifest = read(files[MANIFEST])
    except ValueError as problem:
        return [str(problem)]
    named = manifest["files"]
    found = {path: content for path, content in files.items() if path not in (MANIFEST, *NOT_PUBLISHED)}
    wrong = [f"{path} is missing." for path in sorted(named.keys() - found.keys())]
    wrong += [f"{path} was not published with this edition." for path in sorted(found.keys() - named.keys())]
    wrong += [
        f"{path} is not the file that was published."
        for path in sorted(named.keys() & found.keys())
        if sha256(found[path]) != named[path]
    ]
    if DOCUMENT in found and sha256(found[DOCUMENT]) != manifest.get("document"):
        wrong.append("The text is not the text that was signed: its checksum differs.")
    for signature in manifest.get("signatures", []):
        if signature.get("checksum") != manifest.get("document"):
            wrong.append(f"{signature.get('agency')} signed another text than this one.")
    return wrong


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
