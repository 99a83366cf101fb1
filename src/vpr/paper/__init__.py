"""Paper: Typst documents to PDF in a killable worker process. No Django, no clock: the date of a document is an argument."""
