"""Doorways of «Ход ВПР»: scope, form, one verb, a page."""
