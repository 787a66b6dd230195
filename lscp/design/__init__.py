"""How pages look: GOV.UK styles and macros, forms, page furniture. Knows nothing about safeguarding."""
