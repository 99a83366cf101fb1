"""The browser grid of declared kinds: the same rows as the workbook, typed into a page that works without JavaScript."""
