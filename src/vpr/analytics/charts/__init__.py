"""Charts: plain figures -> Vega-Lite -> SVG by a separate process, cached by content."""
