"""Выверка списка ОО и заявки: who takes part, in what, with how many participants."""
