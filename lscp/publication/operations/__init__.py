"""Every change to a report, from the first chapter to the shelf and the correction after it."""

# ruff: noqa: F401 - one name for each operation, whichever module of this folder it stands in

from lscp.publication.operations.asking import (
    ask_for_chapter,
    end_chapter_link,
    hand_over,
    link_known_by,
    move_due,
    open_link,
    redeem,
    remind_of_chapter,
    save_text,
    send_back,
    send_chapter_link,
    send_text,
    take_back,
    take_over,
    withdraw_request,
)
from lscp.publication.operations.claiming import cite, claim, drop_claim, edit_claim
from lscp.publication.operations.correcting import add_erratum, correct, take_the_record_as_it_is_now
from lscp.publication.operations.publishing import PAGES, freeze, publish, publish_page, withdraw
from lscp.publication.operations.signing import partners_of, recall, send_for_signing, sign
from lscp.publication.operations.writing import (
    add_chapter,
    comment,
    move_chapter,
    open_report,
    settle_comment,
    write_chapter,
)
