"""What ``lscp minutes import FILE --partnership CODE`` does: one call for the command line."""

from pathlib import Path

from lscp.documents.rules import may_be_so_large
from lscp.partnerships.models import Partnership
from lscp.refusal import Refused, refuse_if
from lscp.sources.committee import rules
from lscp.sources.committee.operations import stage


def stage_file(path, partnership_code):
    """Read a committee paper from a file and stage it for a person to accept; returns the ``Paper``.

    The same file again returns the paper that is there. Raises ``Refused`` with a sentence for the user when the file
    or the partnership is not there, or the paper cannot be read.
    """
    path = Path(path)
    partnership = Partnership.objects.filter(code=partnership_code).first()
    known = Partnership.objects.order_by("code").values_list("code", flat=True)
    refuse_if(rules.partnership_is_here(partnership, asked=partnership_code, known=known))
    try:
        refuse_if(may_be_so_large(path.stat().st_size))
        content = path.read_bytes()
    except OSError as error:
        raise Refused(rules.file_opens(error, path)) from error
    return stage(content, name=path.name, partnership=partnership)
