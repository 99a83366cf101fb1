"""Результаты: score workbooks and their rules, the ledger of scripts by participant code, imports of past campaigns."""
