"""What a visit costs: items in force, a total for an example class, and every change, for everybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from ..dates import ZONE
from ..models import PriceItem
from ..policies import groups_of

# The class every total is worked out for, so that programmes compare.
EXAMPLE_PUPILS, EXAMPLE_ADULTS = 40, 2


@dataclass(frozen=True)
class PriceRow:
    """One price of the public table or its history; the amount in fen and in words."""

    id: int
    label: str
    per: str
    per_label: str
    amount_fen: int
    note: str
    valid_from: date
    valid_until: date | None

    @property
    def amount(self) -> str:
        """¥12.50, or 免费（¥0）."""
        return yuan_words(self.amount_fen)


@dataclass(frozen=True)
class PriceTable:
    """The prices of one programme on one day.

    ``coming`` are announced for later, ``history`` holds every row ever in force, newest first.
    ``total_fen`` is what the example class pays in all.
    """

    items: tuple[PriceRow, ...]
    coming: tuple[PriceRow, ...]
    history: tuple[PriceRow, ...]
    pupils: int
    adults: int
    groups: int
    total_fen: int

    @property
    def total(self) -> str:
        """¥80, or 免费（¥0）."""
        return yuan_words(self.total_fen)

    @property
    def words(self) -> str:
        """The items in one line: 拓印材料 每名学生 ¥12.50；讲解 每组 ¥60."""
        return "；".join(f"{row.label} {row.per_label} {row.amount}" for row in self.items)


def prices_of(programme_id: int, *, group_size: int, day: date | None = None) -> PriceTable:
    """Return the prices of a programme on ``day`` (today by default). 1 query.

    ``group_size`` is the programme's people in one group; it decides how many groups the example makes.
    """
    day = day or timezone.localdate(timezone=ZONE)
    rows = list(PriceItem.objects.filter(programme_id=programme_id).order_by("sort", "id"))
    items = in_force(rows, day)
    groups = groups_of(EXAMPLE_PUPILS + EXAMPLE_ADULTS, group_size)
    numbers = {"pupil": EXAMPLE_PUPILS, "adult": EXAMPLE_ADULTS, "group": groups}
    past = sorted(rows, key=lambda row: (row.valid_from, row.pk), reverse=True)
    return PriceTable(
        items=tuple(row_of(row) for row in items),
        coming=tuple(row_of(row) for row in rows if row.valid_from > day),
        history=tuple(row_of(row) for row in past),
        pupils=EXAMPLE_PUPILS,
        adults=EXAMPLE_ADULTS,
        groups=groups,
        total_fen=sum(row.amount_fen * numbers[row.per] for row in items),
    )


def in_force(rows: Iterable[PriceItem], day: date) -> list[PriceItem]:
    """Return the rows in force on a day; of two for one thing the later one stands."""
    standing: dict[tuple[str, str], PriceItem] = {}
    for row in sorted(rows, key=lambda each: (each.valid_from, each.pk)):
        if row.valid_from <= day and (row.valid_until is None or row.valid_until >= day):
            standing[(row.label, row.per)] = row
    return sorted(standing.values(), key=lambda row: (row.sort, row.pk))


def row_of(row: PriceItem) -> PriceRow:
    """Turn one stored price into a row."""
    return PriceRow(
        id=row.pk,
        label=row.label,
        per=row.per,
        per_label=row.get_per_display(),
        amount_fen=row.amount_fen,
        note=row.note,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def yuan_words(fen: int) -> str:
    """Return an amount as people read it: 免费（¥0）, ¥12, ¥12.50."""
    if fen == 0:
        return "免费（¥0）"
    return f"¥{fen // 100:,}" if fen % 100 == 0 else f"¥{fen / 100:,.2f}"
