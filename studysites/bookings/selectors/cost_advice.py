"""What the typed classes pay in all, for the pages where a school types them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from ..policies import groups_of
from .group_advice import MOST, number
from .prices import PriceTable, yuan_words

EMPTY = "填好人数后，这里会算出费用。"
TOTAL = "按填写的 {pupils} 名学生、{adults} 位随行成人（{groups} 组），费用一共 {total}。"


@dataclass(frozen=True)
class CostHelp:
    """A programme's prices on the day of the visit; ``group_size`` is people in one group."""

    table: PriceTable
    group_size: int
    EMPTY = EMPTY
    TOTAL = TOTAL

    @property
    def json(self) -> str:
        """Return fen by unit, summed over the items, and the group's size, for the page's script."""
        sums = {"pupil": 0, "adult": 0, "group": 0}
        for row in self.table.items:
            sums[row.per] += row.amount_fen
        return json.dumps({**sums, "size": self.group_size})

    def say(self, classes: Iterable[tuple[object, object, object]]) -> str:
        """Return the total of (grade id, pupils, adults) as typed; nothing when there are no prices."""
        if not self.table.items:
            return ""
        rows = [(number(pupils), min(number(adults), MOST)) for _, pupils, adults in classes]
        rows = [(pupils, adults) for pupils, adults in rows if 0 < pupils <= MOST]
        if not rows:
            return EMPTY
        counts = {
            "pupil": sum(pupils for pupils, _ in rows),
            "adult": sum(adults for _, adults in rows),
            "group": sum(groups_of(pupils + adults, self.group_size) for pupils, adults in rows),
        }
        fen = sum(row.amount_fen * counts[row.per] for row in self.table.items)
        return TOTAL.format(
            pupils=counts["pupil"], adults=counts["adult"], groups=counts["group"], total=yuan_words(fen)
        )
