"""Finds personal data that must not be typed into free text (design decision 30).

Identity numbers are told from other long numbers by province and day of birth (GB 11643-1999). A wrong
check character is a slip of the pen in a real number, so it lets none through; it only asks for a day of
birth at least three years back, as order numbers carry days of this year. Mobile numbers count as a list
from the second different one on.
"""

import re
import unicodedata
from datetime import date, timedelta

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
# First two digits: provinces of GB/T 2260; 81 to 83 are residence permits of Hong Kong, Macao and Taiwan.
PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
# Permanent residence cards of foreigners begin with 9 (form of 2023).
FOREIGN = "9"
OLDEST_BIRTH = date(1905, 1, 1)
YOUNGEST_OF_A_SLIP = timedelta(days=3 * 365)
IDENTITY = re.compile(r"(?<!\d)(?=((?:\d[ -]?){17}[\dX])(?!\d))")
MOBILE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?(1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?!\d)")
MOBILES_OF_A_LIST = 2

IDENTITY_FOUND = "文字里有身份证号码。本平台不收集身份证号，请删去后再提交；其余内容都已保留。"
MOBILES_FOUND = (
    "文字里有多个手机号码，像是一份名单。本平台不收集学生或家长名单，请删去后再提交；其余内容都已保留。"
)


def has_valid_checksum(number: str) -> bool:
    """Say whether an 18-character identity number carries the right check character."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], WEIGHTS, strict=True))
    return CHECK_CHARACTERS[total % 11] == number[17]


def looks_like_identity(number: str) -> bool:
    """Say whether an 18-character number reads as an identity number, rightly written or not."""
    correct = has_valid_checksum(number)
    if not PROVINCE.match(number) and not (correct and number[0] == FOREIGN):
        return False
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    latest = date.today() - (timedelta() if correct else YOUNGEST_OF_A_SLIP)
    return OLDEST_BIRTH <= birth <= latest


def identity_numbers(text: str) -> list[str]:
    """Return the identity numbers in ``text``; full-width digits, blanks and hyphens do not hide one."""
    found = [re.sub(r"[ -]", "", match.group(1)) for match in IDENTITY.finditer(plain(text).upper())]
    return [number for number in found if looks_like_identity(number)]


def mobile_numbers(text: str) -> set[str]:
    """Return the different mainland mobile numbers in ``text``."""
    return {re.sub(r"[ -]", "", match.group(1)) for match in MOBILE.finditer(plain(text))}


def complaint_about(text: str) -> str:
    """Return why ``text`` may not be kept, in plain Chinese, or an empty string when it may."""
    if identity_numbers(text):
        return IDENTITY_FOUND
    if len(mobile_numbers(text)) >= MOBILES_OF_A_LIST:
        return MOBILES_FOUND
    return ""


def plain(text: str) -> str:
    """Return ``text`` with full-width forms folded to ASCII and every blank made a simple one."""
    return re.sub(r"\s", " ", unicodedata.normalize("NFKC", text))
