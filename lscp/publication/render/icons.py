"""Small pictures of our own for the easy pages: lines on a grid of 24, drawn in the colour of the words beside them.

They repeat what the heading says, so that they are hidden from those who listen to the page.
"""

from markupsafe import Markup

LINES = {
    "wave": '<circle cx="12" cy="12" r="9"/><path d="M8 14c2 3 6 3 8 0M9 9v1M15 9v1"/>',
    "people": '<circle cx="8" cy="7" r="3"/><circle cx="17" cy="8" r="2.5"/>'
    '<path d="M2 20c0-9 12-9 12 0M16 14c4-1 6 2 6 6"/>',
    "target": '<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="5"/><circle cx="12" cy="12" r="1"/>',
    "speech": '<path d="M3 4h18v12H10l-5 4v-4H3z"/>',
    "look": '<circle cx="10" cy="10" r="6"/><path d="M14.5 14.5L21 21"/>',
    "change": '<path d="M3 18l6-6 4 4 7-9M15 7h5v5"/>',
    "numbers": '<path d="M2 20h20M5 20v-7M12 20V6M19 20V10"/>',
    "next": '<path d="M3 12h17M14 6l6 6-6 6"/>',
    "phone": '<path d="M6 3h4l2 5-3 2c1 3 3 5 5 5l2-3 5 2v4c0 1-1 2-2 2C11 20 4 13 4 5c0-1 1-2 2-2z"/>',
}


def drawn(name: str) -> Markup:
    """The picture of this name as SVG to stand in a page, or nothing."""
    if name not in LINES:
        return Markup("")
    return Markup(  # noqa: S704  our own lines, no words of anybody
        f'<svg class="icon" viewBox="0 0 24 24" width="48" height="48" fill="none" stroke="currentColor" '
        f'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        f"{LINES[name]}</svg>"
    )
