"""`vpr worker`: takes jobs from the queue."""

import logging
import os
import socket

import click

from vpr.console.installation import set_up


def work(concurrency: int) -> None:
    """The body of a worker process."""
    set_up()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    from vpr.base.jobs import work as take_jobs

    take_jobs(concurrency=concurrency, name=f"{socket.gethostname()}-{os.getpid()}")


@click.command()
@click.option("--concurrency", type=click.IntRange(1, 64), default=4, show_default=True, help="Заданий одновременно.")
def command(concurrency: int) -> None:
    """Выполняет задания очереди: проверка загрузок, публикация волн, пересчёт отчётов, письма."""
    work(concurrency)
