"""Charts as SVG text: made on the server, readable without colour, each with its words."""
