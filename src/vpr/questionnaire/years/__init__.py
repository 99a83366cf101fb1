"""Questionnaires by year as data: questions, their order, skip logic, rules between answers."""
