"""What typed text may not hold, and what it may."""

from datetime import date

import pytest

from portal.shared.personal_data import (
    CHECK_CHARACTERS,
    WEIGHTS,
    complaint_about,
    identity_numbers,
    mobile_numbers,
)


def with_check(body: str) -> str:
    """A made-up number of 17 digits with the check character that fits."""
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + CHECK_CHARACTERS[total % 11]


NUMBERS = [with_check(str(body)) for body in range(41130320100101000, 41130320100101050)]
ENDS_IN_X = next(number for number in NUMBERS if number.endswith("X"))


@pytest.mark.parametrize(
    "text",
    [
        with_check("41130320100101001"),
        f"王同学{with_check('41130320100101001')}。",
        " ".join([with_check("41130320100101001")[:6], with_check("41130320100101001")[6:14],
                  with_check("41130320100101001")[14:]]),
        "".join(chr(ord(digit) + 0xFEE0) for digit in with_check("41130320100101003")),
        ENDS_IN_X.lower(),
    ],
)  # fmt: skip
def test_identity_number_is_refused_in_every_spelling(text):
    assert len(identity_numbers(text)) == 1
    assert "身份证" in complaint_about(text)


RIGHT = with_check("41130320100101001")
SLIPS = [RIGHT[:17] + str((int(RIGHT[17]) + 1) % 10), RIGHT[:15] + "99" + RIGHT[17], "41130320100101001X"]


@pytest.mark.parametrize("number", [number for number in SLIPS if number != RIGHT])
def test_a_mistyped_identity_number_is_refused_too(number):
    assert identity_numbers(f"学生 {number} 需要轮椅") == [number]


def test_residence_permits_are_identity_numbers():
    assert identity_numbers(with_check("81000019990101001"))
    assert identity_numbers(with_check("94101561990010100")) == []
    assert identity_numbers(with_check("94115619900101001"))


@pytest.mark.parametrize(
    "text",
    [
        "保险单号 PDAA202641130000012345",
        "保单 202611230000012345",
        "保单 805112026410000001",
        with_check("80511202641000000"),
        f"订单 411303{date.today():%Y%m%d}0001",
        "订单 411303201013010012",
        "快递 773012345678901234",
        "发票代码 041002600111 号码 12345678",
        "对公账号 621700 2430001234567",
        "信用代码 91411300MA3X4Y5Z6T",
    ],
)
def test_numbers_of_policies_orders_and_firms_pass(text):
    assert complaint_about(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "请安排无障碍通道",
        "订单 123456789012345678",
        f"{with_check('41130320100101001')}9",
        "带队老师 13800138000",
        "13800138000，又写一遍：138 0013 8000",
        "座机 0377-63100000 或 0377-63100001",
    ],
)
def test_honest_text_passes(text):
    assert complaint_about(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "13800138000、13900139000",
        "张 13800138000\n李 +86 139-0013-9000",
        "１３８００１３８０００ 15012345678",
    ],
)
def test_list_of_mobile_numbers_is_refused(text):
    assert len(mobile_numbers(text)) == 2
    assert "名单" in complaint_about(text)
