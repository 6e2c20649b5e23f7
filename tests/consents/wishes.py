"""For tests: the pack of exceptions that families start, published, and a wish made under it."""

from consents.actions import wishes
from consents.actions.exceptions import load_pack
from consents.models import ExceptionKind
from core.actor import Actor


def outside_platform():
    """KRS 160.145 as a published exception."""
    load_pack("ky_160_145", by=Actor.command("tests"))
    ExceptionKind.objects.filter(code="outside_platform").update(is_published=True)
    return ExceptionKind.objects.get(code="outside_platform")


def wished(scene, *, adult=None, why="She drives him home after practice."):
    """The first guardian of a safety meet-up names its coach for the child."""
    kind = outside_platform()
    guardian = scene.guardians[0]
    return wishes.wish(guardian, scene.student, kind, adult=adult or scene.coach.name, why=why)
