"""Surges, as the passes saw them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import SeenSurge
from reports.figures.scope import Scope


def seen(session: Session, scope: Scope) -> Sequence[SeenSurge]:
    """Those that began in the period, in order: of the whole town, whatever body is asked for."""
    query = select(SeenSurge).where(scope.within(SeenSurge.since))
    return session.scalars(query.order_by(SeenSurge.since, SeenSurge.id)).all()
