"""Formulas with published reference values: control charts, intervals, disparity, forecasts."""
