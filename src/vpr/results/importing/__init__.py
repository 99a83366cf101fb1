"""Imports of past campaigns (выгрузки прошлых лет): regional exports of the generations 2020, 2021, 2022 and filled forms.

A file becomes columns of distinct values (`reading`, in a child process), its layout is recognized (`layouts`), its
assessment named (`identity`), its rows understood (`rows`), its units and specification built, its scripts stored (`loading`).
"""
