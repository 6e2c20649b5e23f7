"""Reports on the practice desk: one of danger, one nobody answered in time, one in good hands, and one that is closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from accounts.models import User
from core.actor import ANYONE
from cps_comms.demo.district import practice_school
from cps_comms.demo.story import actor
from incidents.actions import closing, desk
from incidents.actions.receiving import receive
from incidents.models import Case
from incidents.policy import Person, Report
from incidents.terms import AboutWhom, Part, ReporterRole, Source
from incidents.terms.desk import ActionKind, Outcome


def tell(people: Mapping[str, User]) -> None:
    principal, office = people["principal"], people["protections"]
    _taken(
        "A boy in our chat says he wants to hurt himself tonight. I do not know what to do.",
        danger_now=True,
    )
    _earlier(_taken("They took my phone and wrote ugly things to everybody with my name."), days=6)
    mine = _taken(
        "Somebody made a page with pictures of my daughter. The other girls laugh at her.",
        reporter_role=ReporterRole.GUARDIAN,
        contact={"name": "Dana Practice", "phone": "+13125550190"},
    )
    desk.act(
        mine,
        ActionKind.SPOKE_STUDENT,
        note="Calm talk in the counselor's room. Wants to sit elsewhere in math.",
        by=actor(principal),
    )
    desk.assign(mine, principal, by=actor(office))
    _taken(
        "A coach texts me at night and says it is our secret.",
        about=(AboutWhom.SCHOOL_ADULT,),
        people=(Person(Part.ACCUSED, role="A coach", is_adult=True),),
    )
    over = _taken("Two boys kept sending me mean pictures.")
    desk.act(over, ActionKind.KEPT_APART, note="Spoke with both families.", by=actor(principal))
    closing.close(
        over,
        Outcome.FOUNDED,
        by=actor(office),
        reason="Both said what they did. The pictures are gone.",
        own_words="If they start again at {school}, tell us the same day.",
    )


def _taken(said: str, **facts: object) -> Case:
    told: dict[str, object] = {
        "reporter_role": ReporterRole.STUDENT,
        "about": (AboutWhom.STUDENT,),
        "school_id": practice_school().pk,
        "said": said,
        **facts,
    }
    return receive(Report(**told), source=Source.WEB, by=ANYONE).case  # type: ignore[arg-type]


def _earlier(case: Case, *, days: int) -> None:
    """As if it had come in before: its promises have run out by now."""
    before = case.received_at - timedelta(days=days)
    Case.objects.filter(pk=case.pk).update(received_at=before, aware_at=before)
