"""Личные кабинеты: units, accounts, appointments, scope, credentials, notifications."""
