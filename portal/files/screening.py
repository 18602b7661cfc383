"""Refuses files whose text holds identity numbers or lists of mobile numbers (design decision 30).

The refusal says what was found and where, never the number. What cannot be looked through is refused too.
"""

import re
import time
from collections.abc import Iterable
from typing import BinaryIO, NamedTuple

from portal.shared.personal_data import MOBILES_OF_A_LIST, identity_numbers, mobile_numbers

from .archives import ENCRYPTED
from .refusal import UploadRefused
from .text import SECONDS, TEXT_KINDS, Piece, Problem, extract_text

NAME_PLACE = "文件名"
PLACES_NAMED = 3
LONGEST_PLACE = 60
PROBLEMS = {
    Problem.ENCRYPTED: ENCRYPTED,
    Problem.BROKEN: "文件已损坏，无法检查内容。请用原来的软件打开，重新保存后再上传。",
    Problem.TOO_LARGE: "文件里的文字太多，无法检查完。请拆成几个文件再上传。",
    Problem.TOO_SLOW: f"文件太复杂，{SECONDS} 秒内检查不完。请拆成几个文件再上传。",
}
CELL_ENDS = re.compile(r"[\t\n\r\v\f\u2028\u2029]+")
# Eleven digits with at most one mark between two: what every number looked for begins with.
LONG_NUMBER = re.compile(r"\d(?:\W?\d){10}")
GAP_BETWEEN_NUMBERS = re.compile(r"(?<=\d)[\s-]+(?=\d)")
DIGITS = re.compile(r"\d+")
# An identity number in groups has four parts; a line with more numbers than two of those is a table row.
NUMBERS_OF_A_ROW = 8
# Forms give each digit a box of its own; more boxes than this are no form.
BOXES_OF_A_LINE = 60
SEPARATOR = "；"


class Numbers(NamedTuple):
    """What one place holds."""

    place: str
    has_identity: bool
    mobiles: set[str]


def refuse_personal_data(file: BinaryIO, name: str, extension: str) -> None:
    """Raise UploadRefused when name or text of a file may not be kept, or cannot be looked through."""
    pieces = [Piece(NAME_PLACE, name)]
    if extension in TEXT_KINDS:
        extraction = extract_text(file, extension)
        if extraction.problem:
            about = f"{safe_place(extraction.problem_place)}：" if extraction.problem_place else ""
            raise UploadRefused(about + PROBLEMS[extraction.problem])
        pieces.extend(extraction.pieces)
    complaint = complaint_about_pieces(pieces)
    if complaint:
        raise UploadRefused(complaint)


def complaint_about_pieces(pieces: Iterable[Piece]) -> str:
    """Return what was found and where, in plain Chinese, or an empty string.

    Raise UploadRefused when the search takes longer than reading a file may.
    """
    deadline = time.monotonic() + SECONDS
    found = [numbers_in(piece, deadline) for piece in pieces]
    identity = [numbers.place for numbers in found if numbers.has_identity]
    if identity:
        return f"文件里有身份证号码（{listed(identity)}）。本平台不收集身份证号，请删去号码后再上传。"
    if len(set().union(*(numbers.mobiles for numbers in found))) >= MOBILES_OF_A_LIST:
        where = listed([numbers.place for numbers in found if numbers.mobiles])
        return (
            f"文件里有多个手机号码（{where}），像是一份名单。"
            "本平台不收集学生或家长名单，请删去名单后再上传；公开的联系电话可以留一个。"
        )
    return ""


def numbers_in(piece: Piece, deadline: float) -> Numbers:
    """Return what one piece and its place hold, line by line: numbers of two cells never join to one."""
    has_identity, mobiles = False, set[str]()
    for line in CELL_ENDS.split(f"{piece.place}\n{piece.text}"):
        if not LONG_NUMBER.search(line):
            continue
        if time.monotonic() > deadline:
            raise UploadRefused(PROBLEMS[Problem.TOO_SLOW])
        has_identity = has_identity or bool(identity_numbers(apart_in_a_row(line)))
        mobiles |= mobile_numbers(line)
    return Numbers(piece.place, has_identity, mobiles)


def apart_in_a_row(line: str) -> str:
    """Return a line with a mark between its numbers when it is a row of many; boxes of one digit stay."""
    numbers = DIGITS.findall(line)
    longer = sum(len(number) > 1 for number in numbers)
    if longer > NUMBERS_OF_A_ROW or len(numbers) > BOXES_OF_A_LINE:
        return GAP_BETWEEN_NUMBERS.sub(SEPARATOR, line)
    return line


def listed(places: list[str]) -> str:
    """Return the first places as a person would name them."""
    named = "、".join(safe_place(place) for place in places[:PLACES_NAMED])
    return f"{named}等 {len(places)} 处" if len(places) > PLACES_NAMED else named


def safe_place(place: str) -> str:
    """Return a place without any long number: a file name or heading may hold the very number."""
    hides_number = identity_numbers(place) or mobile_numbers(place)
    shown = re.sub(r"\d", "*", place) if hides_number else place
    return shown if len(shown) <= LONGEST_PLACE else f"…{shown[-LONGEST_PLACE:]}"
