"""What ``lscp minutes import FILE --partnership CODE`` does: one call for the command line."""

from pathlib import Path

from lscp.documents.rules import LARGEST, may_be_so_large
from lscp.partnerships.models import Partnership
from lscp.refusal import Refusal, Refused, refuse_if
from lscp.sources.committee.operations import stage


def stage_file(path, partnership_code):
    """Read a committee paper from a file and stage it for a person to accept; returns the ``Paper``.

    The same file again returns the paper that is there. Raises ``Refused`` with a sentence for the user when the file
    or the partnership is not there, or the paper cannot be read.
    """
    path = Path(path)
    partnership = Partnership.objects.filter(code=partnership_code).first()
    if partnership is None:
        known = ", ".join(Partnership.objects.values_list("code", flat=True).order_by("code")) or "none yet"
        raise Refused(Refusal("CM-13", f"There is no partnership {partnership_code!r}. Those here: {known}."))
    try:
        if path.stat().st_size > LARGEST:
            refuse_if(may_be_so_large(path.stat().st_size))
        content = path.read_bytes()
    except OSError as error:
        raise Refused(
            Refusal("CM-14", f"{path} could not be opened: {error.strerror}. Check the name and try again.")
        ) from error
    return stage(content, name=path.name, partnership=partnership)
