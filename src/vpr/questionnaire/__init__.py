"""Контекстные данные ОО: the yearly questionnaire of a school as a declared form."""
