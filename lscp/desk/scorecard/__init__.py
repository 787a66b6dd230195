"""The desk's pages about numbers: the scorecard, each indicator, returns, what is missing, published figures."""
