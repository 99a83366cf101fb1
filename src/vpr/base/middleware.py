"""The roof over refusals: a service said no, the person reads why and how to go on."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from vpr.base.refusals import Refusal


class RefusalPage:
    """Turns a `Refusal` that leaves a view into a page with status 409; htmx receives the notice alone."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        template = "base/_refusal.html" if request.headers.get("HX-Request") else "base/refusal.html"
        return render(request, template, {"reason": str(exception)}, status=409)
