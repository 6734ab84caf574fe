"""The web application, put together: routers in a table, the shield around them all."""

from fastapi import APIRouter, Depends, FastAPI
from starlette.staticfiles import StaticFiles

from web import account, front, health, overview, queue, registry, reports, sign_in, users
from web.access import guard
from web.api import v1
from web.faults import install
from web.incidents import screens
from web.metrics import Metered, Metrics
from web.office import Office
from web.pages import STATIC
from web.shield import Shield

SCREENS: dict[str, APIRouter] = {  # area of web/accounts/roles.AREAS: its screens
    "queue": queue.router,
    "incidents": screens.router,
    "overview": overview.router,
    "pages": registry.router,
    "reports": reports.router,
    "users": users.router,
    "account": account.router,
}
DOORS = (front.router, sign_in.router, health.router)  # open to those not signed in


def create_app(office: Office) -> FastAPI:
    """The application that serves this office."""
    app = FastAPI(
        title="Отклик",
        docs_url=None,  # its page loads scripts of other hosts
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(guard)],
    )
    app.state.office = office
    app.state.areas = frozenset(SCREENS)
    for router in (*DOORS, *SCREENS.values(), v1.router):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC))
    install(app)
    app.state.metrics = Metrics()
    app.add_middleware(Metered, metrics=app.state.metrics)
    app.add_middleware(Shield, hosts=office.config.web.names, secure=office.config.web.secure)
    return app
