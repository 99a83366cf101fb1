"""Synthetic campaigns (синтетические данные): seeded, reproducible, calibrated by real distributions, without any child.

`territory` plans units, `cohort` the pupils of a grade as codes, `answers` their scripts; sinks write the ledger, regional
exports or filled workbooks. Everything above the sinks is pure numpy.
"""
