"""Форум поддержки: questions and answers that every coordinator and organizer sees."""
