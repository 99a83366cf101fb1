"""Default deny: every view names its roles with `@allow`, or says `@open_to_all` / `@signed_in`. A house test checks it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Cabinet
from vpr.kernel.roles import EVERY_ROLE, Role

View = Callable[..., HttpResponse]


class CabinetRequest(HttpRequest):
    """A request of a signed-in person: `cabinet` is set by the middleware."""

    cabinet: Cabinet


def allow(*roles: Role) -> Callable[[View], View]:
    """Only these roles; anybody else signed in gets 404, a stranger is sent to sign in."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            cabinet = cast(Cabinet | None, getattr(request, "cabinet", None))
            if cabinet is None:
                return redirect_to_login(request.get_full_path())
            if cabinet.role not in roles:
                raise Http404
            return view(request, *args, **kwargs)

        guarded.allowed_roles = frozenset(roles)  # type: ignore[attr-defined]
        return guarded

    return decorate


def signed_in(view: View) -> View:
    """Any signed-in person, even one without a role: own password, second factor, sessions, the first page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.allowed_roles = frozenset(EVERY_ROLE)  # type: ignore[attr-defined]
    guarded.is_for_roleless = True  # type: ignore[attr-defined]
    return guarded


def open_to_all(view: View) -> View:
    """A view for strangers too: sign-in, health, help."""
    view.allowed_roles = None  # type: ignore[attr-defined]
    return view


def unit_or_404(cabinet: Cabinet, code: str) -> Unit:
    """The door of a unit: a unit outside the cabinet's scope does not exist."""
    unit = Unit.objects.within(cabinet.scope).filter(code=code).first()
    if unit is None:
        raise Http404
    return unit
