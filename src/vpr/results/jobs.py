"""Doorway of the queue."""

from vpr.base import clock
from vpr.base.queue import job
from vpr.results import services
from vpr.results.importing import receiving


@job("results.rescore")
def rescore(assessment_id: int) -> None:
    services.rescore(assessment_id=assessment_id)


@job("results.import_file", queue="default")
def import_file(import_id: int) -> None:
    receiving.run_import(import_id=import_id, now=clock.now())
