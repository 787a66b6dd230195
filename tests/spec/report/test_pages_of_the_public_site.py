"""Priorities, glossary and the page for people worried about a child are published to the shelf like a report."""

from datetime import date

import pytest
from django.test import Client

from lscp.partnerships import operations as partnerships
from lscp.publication import operations
from lscp.refusal import Refused


def test_priorities_are_published_from_the_record_and_a_second_edition_replaces_the_first(world):
    priority = partnerships.set_priority(
        world.partnership, title="Neglect", plain_words="Seen sooner.", started=date(2022, 4, 1)
    )
    partnerships.add_objective(priority, strand="prevention", text="Visit early.", measure="More visits.")
    operations.publish_page(world.partnership, "priorities", by=world.manager)
    operations.publish_page(world.partnership, "priorities", by=world.manager)
    page = Client().get("/thornley/priorities/").content.decode()
    assert "Seen sooner." in page and "Prevention: Visit early." in page
    assert "Edition 2 replaced it" in Client().get("/thornley/priorities/1/").content.decode()


def test_the_glossary_is_published_from_the_rulebook(world):
    operations.publish_page(world.partnership, "glossary", by=world.manager)
    assert "Integrated care board (ICB)" in Client().get("/glossary").content.decode()


def test_the_partnerships_own_words_stand_above_the_general_ones_after_the_emergency(world):
    words = "In Thornley call our front door.\n\n## By telephone\n\n- 01234 000000, day and night"
    operations.publish_page(world.partnership, "worried-about-a-child", words=words, by=world.manager)
    page = Client().get("/thornley/worried-about-a-child").content.decode()
    order = [
        page.index(part)
        for part in (
            "If a child is in danger now, call",
            ">999</a>",
            "call our front door",
            ">01234 000000</a>",
            "Whom to tell",
        )
    ]
    assert order == sorted(order)


def refused(world, work):
    with pytest.raises(Refused) as caught:
        operations.publish_page(world.partnership, work, by=world.manager)
    return caught.value.refusal.rule


def test_rp25_only_a_known_page_is_published(world):
    assert refused(world, "secrets") == "RP-25"


def test_rp26_a_page_that_says_nothing_is_not_published(world):
    assert refused(world, "priorities") == "RP-26"
    assert refused(world, "worried-about-a-child") == "RP-26"


def test_only_who_may_publish_publishes_a_page(world):
    with pytest.raises(Refused):
        operations.publish_page(world.partnership, "glossary", by=world.analyst)
