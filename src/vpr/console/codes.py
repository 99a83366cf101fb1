"""Codes that a person types on the command line: the parsers of the kernel, their refusals in Russian."""

import click

from vpr.kernel.codes import parse_assessment_code, school_digits


def assessment_code(text: str, *, option: str = "--assessment") -> str:
    """`2026.en8`; wrong usage (exit 2) when the text cannot be the code of an assessment."""
    try:
        return str(parse_assessment_code(text))
    except ValueError as error:
        message = f"«{text}» не похоже на код работы; нужен код вида 2026.en8"
        raise click.BadParameter(message, param_hint=option) from error


def school_code(text: str) -> str:
    """Six digits of a code or of a login; wrong usage (exit 2) otherwise."""
    try:
        return school_digits(text)
    except ValueError as error:
        message = f"«{text}» не похоже на код школы; нужны шесть цифр или логин вида edu223080"
        raise click.BadParameter(message, param_hint="--school") from error
