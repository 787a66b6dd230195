"""An address with the character NUL is refused in words, on either database."""

import pytest


@pytest.mark.parametrize(
    "address",
    [
        "/thornley/annual-report-2024-25/1/%00.html",
        "/thornley/a%00b/",
        "/api/v1/editions?partnership=a%00",
        "/desk/search?q=%00",
    ],
)
def test_an_address_with_nul_is_refused_in_words(client, db, address):
    response = client.get(address)
    assert response.status_code == 400
    assert b"<h1" in response.content
