"""Why a pack cannot be made, or may not be handed out."""

from lscp.refusal import Refusal, refuse


def committee_is_known(found, *, asked, known):
    """PK-01. There is no paper of “{asked}” in the record. There are papers of: {known}. Bring in the minutes of its
    last meeting first, or choose one of these."""
    return None if found else refuse(committee_is_known, asked=asked, known="; ".join(known) or "none yet")


def nothing_stops_the_pack(errors):
    """PK-02. The pack was not made: what follows may not be handed out. Mend it in the record, then build it again."""
    said = refuse(nothing_stops_the_pack)
    listed = [f"{error.where}: “{error.text}”. {error.message}" for error in errors]
    return Refusal(said.rule, "\n".join([said.because, *listed])) if errors else None


def folder_can_be_written(error, folder):
    """PK-03. The pack could not be written into {folder}: {reason}. Nothing was written; choose another folder."""
    return refuse(folder_can_be_written, folder=folder, reason=error.strerror or error) if error else None
