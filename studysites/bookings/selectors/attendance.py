"""What was counted at the gate, class by class."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from ..enums import Direction
from ..models import Party


@dataclass(frozen=True)
class GateTotal:
    """People of one class as expected, counted in and counted out."""

    party_id: int
    expected: int
    counted_in: int
    counted_out: int

    @property
    def inside(self) -> int:
        """How many are still in by the counts, never below zero."""
        return max(self.counted_in - self.counted_out, 0)

    @property
    def flag(self) -> str:
        """What is wrong with the counts, in words; empty when nothing is."""
        if self.counted_out > self.counted_in:
            return f"离馆 {self.counted_out} 人，多于入馆 {self.counted_in} 人，请复核"
        if self.counted_in > self.expected:
            return f"入馆 {self.counted_in} 人，多于预约的 {self.expected} 人"
        return ""


def class_name(party: Party) -> str:
    """Return grade and class, 七年级 1班."""
    return f"{party.grade} {party.class_label}"


def class_named(party_id: int) -> str:
    """Return grade and class of one class, empty when there is none. 1 query."""
    party = Party.objects.select_related("grade").filter(pk=party_id).first()
    return class_name(party) if party else ""


def gate_totals(booking_ids: Iterable[int]) -> dict[int, GateTotal]:
    """Return party id -> counts for every class of the bookings, uncounted ones included. 1 query."""
    rows = Party.objects.filter(booking_id__in=list(booking_ids)).order_by("id")
    totals = rows.annotate(
        counted_in=Coalesce(Sum("gate_counts__people", filter=Q(gate_counts__direction=Direction.IN)), 0),
        counted_out=Coalesce(Sum("gate_counts__people", filter=Q(gate_counts__direction=Direction.OUT)), 0),
    )
    fields = totals.values_list("pk", "pupils", "adults", "counted_in", "counted_out")
    return {pk: GateTotal(pk, pupils + adults, in_, out) for pk, pupils, adults, in_, out in fields}
