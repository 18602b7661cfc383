"""Deputies and handovers."""

from hypothesis.stateful import rule

from studysites.bookings.enums import STANDING
from studysites.bookings.services.deputies import name_deputy, transfer_bookings

from .town import NUMBER, LifeTown, seldom, there_is


class PeopleRules(LifeTown):
    """The first school has two coordinators."""

    @there_is(*STANDING)
    @seldom
    @rule(number=NUMBER)
    def name_a_deputy(self, number: int) -> None:
        self.answer(name_deputy, number, *STANDING, user_id=self.coordinators[3].user_id)

    @seldom
    @rule()
    def hand_over(self) -> None:
        first, other = self.coordinators[0], self.coordinators[3]
        users = {"from_user_id": first.user_id, "to_user_id": other.user_id}
        self.attempt(transfer_bookings, actor=other.user, school_id=first.school_id, **users)
