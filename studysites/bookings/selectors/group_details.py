"""What was told of a group, in words for the school and for the base; not told is never shown as none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.shared.templatetags.portal_ui import cn_date_plain

from ..dates import ZONE
from ..details_rules import warnings_on
from ..enums import BookingStatus, BucketUnit, LunchKind, TransportMode
from ..models import Allocation, Booking, VisitDetails

# Once nobody comes any more, or all have gone, there is nothing to put right.
AHEAD = frozenset(
    {
        BookingStatus.HELD.value,
        BookingStatus.PENDING.value,
        BookingStatus.CONFIRMED.value,
        BookingStatus.MOVED_OFFER.value,
        BookingStatus.CHECKED_IN.value,
    }
)
NOT_TOLD = "未填写"


@dataclass(frozen=True)
class DetailsRow:
    """What was told of the group, ready to be read; ``lunch_at`` is the half hour of the seats held.

    ``warnings`` say what does not fit the day or the numbers as they are now.
    """

    details: VisitDetails
    lunch_at: datetime | None
    lunch_place: str
    bays: int
    needs: str
    insurance: str
    consent: str
    warnings: tuple[str, ...]

    @property
    def plates(self) -> list[str]:
        """The plates one by one."""
        return self.details.plates.split()


def details_of(booking_id: int) -> DetailsRow | None:
    """Return the group details of a booking, None when nothing was told. 2 or 3 queries."""
    found = told(booking_id)
    if found is None:
        return None
    live = Allocation.objects.filter(booking_id=booking_id, released_at=None).select_related(
        "bucket__resource"
    )
    shared = list(live.exclude(bucket__resource=None).order_by("id"))
    seats = next((row.bucket for row in shared if row.bucket.unit == BucketUnit.SEATS), None)
    bays = max((row.quantity for row in shared if row.bucket.unit == BucketUnit.BAYS), default=0)
    return DetailsRow(
        details=found,
        lunch_at=seats.window_start if seats else None,
        lunch_place=seats.resource.name if seats and seats.resource else "",
        bays=bays,
        needs=needs_words(found),
        insurance=policy_words(found),
        consent=consent_words(found),
        warnings=warnings_of(found.booking, found),
    )


def details_warnings(booking_id: int) -> tuple[str, ...]:
    """Return what of the group details does not fit any more. 2 queries."""
    found = told(booking_id)
    return warnings_of(found.booking, found) if found else ()


def told(booking_id: int) -> VisitDetails | None:
    """Return the stored details with booking, session and classes. 2 queries."""
    rows = VisitDetails.objects.filter(booking_id=booking_id).select_related("booking__session")
    return rows.prefetch_related("booking__parties").first()


def warnings_of(booking: Booking, details: VisitDetails) -> tuple[str, ...]:
    """Return what does not fit a visit ahead; no query with session and parties read."""
    if booking.status not in AHEAD:
        return ()
    parties = booking.parties.all()
    return tuple(
        warnings_on(
            details,
            visit=booking.session.starts_at.astimezone(ZONE).date(),
            pupils=sum(party.pupils for party in parties),
            people=sum(party.people for party in parties),
        )
    )


def needs_words(details: VisitDetails) -> str:
    """Return needs as counts: none, so many, or not told."""
    counts = (
        ("使用轮椅", details.wheelchair_count),
        ("需要其他照顾", details.other_needs_count),
        ("食物过敏", details.allergy_count),
    )
    if all(count is None for _, count in counts):
        return NOT_TOLD
    if all(count == 0 for _, count in counts):
        return "没有特别需要"
    said = [f"{label} {count} 人" for label, count in counts if count]
    unknown = [label for label, count in counts if count is None]
    missing = [f"{'、'.join(unknown)}{NOT_TOLD}"] if unknown else []
    return "，".join([*said, *missing])


def consent_words(details: VisitDetails) -> str:
    """Return letters sent and consents come back, or that nobody told."""
    if details.consent_sent is None:
        return NOT_TOLD
    if details.consent_returned is None:
        return f"发出 {details.consent_sent} 份，收回的回执{NOT_TOLD}"
    return f"发出 {details.consent_sent} 份，收回同意回执 {details.consent_returned} 份"


def lunch_words(details: VisitDetails, seats: Iterable[Allocation]) -> str:
    """Return how many eat what, where and when."""
    words = str(LunchKind(details.lunch).label)
    if details.lunch_people:
        words += f" {details.lunch_people} 人"
    for seat in seats:
        start = seat.bucket.window_start
        if start is not None and seat.bucket.resource is not None:
            words += f"，{start.astimezone(ZONE):%H:%M} {seat.bucket.resource.name}"
    return words


def transport_words(details: VisitDetails) -> str:
    """Return how the group comes, with coaches and the window of arrival."""
    words = str(TransportMode(details.transport).label)
    if details.coach_count:
        words += f"，大巴 {details.coach_count} 辆"
    if details.parks_elsewhere:
        words += "，停在别处"
    times = [f"{moment:%H:%M}" for moment in (details.arrival_from, details.arrival_to) if moment]
    return f"{words}，{'–'.join(times)} 到达" if times else words


def insurance_words(details: VisitDetails) -> str:
    """Return the days and people insured, never the policy."""
    words = []
    if details.insured_from and details.insured_to:
        words.append(f"{cn_date_plain(details.insured_from)}至{cn_date_plain(details.insured_to)}")
    if details.insured_count is not None:
        words.append(f"投保 {details.insured_count} 人")
    return "，".join(words) or NOT_TOLD


def policy_words(details: VisitDetails) -> str:
    """Return insurer and policy with the days and people insured, for the booking's page."""
    policy = f"{details.insurer} {details.policy_number}".strip()
    told = insurance_words(details)
    return policy if policy and told == NOT_TOLD else "，".join(filter(None, (policy, told)))
