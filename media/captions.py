"""Reads WebVTT captions: the header and the times of every cue."""

import re

TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
CUE = re.compile(rf"^{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t].*)?$")
HEADER = re.compile(r"^WEBVTT(?:[ \t].*)?$")


class CaptionError(ValueError):
    """The captions cannot be shown; its text says in plain Chinese which line is wrong."""


def check_captions(text: str) -> list[tuple[float, float]]:
    """Return start and end of each cue in seconds; an empty text has none.

    Raise CaptionError for a text that does not start with WEBVTT, a cue time that cannot be read, a cue
    that ends before it starts, or a text without any cue.
    """
    if not text:
        return []
    lines = text.splitlines()
    if not HEADER.match(lines[0]):
        raise CaptionError("字幕第一行必须是 WEBVTT。可用字幕软件导出为 WebVTT（.vtt）格式后粘贴。")
    cues = [cue_times(line, number) for number, line in enumerate(lines, 1) if "-->" in line]
    if not cues:
        raise CaptionError("字幕里没有一句带时间的台词，例如 00:01.000 --> 00:04.000。")
    return cues


def cue_times(line: str, number: int) -> tuple[float, float]:
    """Return the two times of one cue line in seconds; ``number`` is its line in the text."""
    match = CUE.match(line.strip())
    if match is None:
        raise CaptionError(f"字幕第 {number} 行的时间读不懂，应写成 00:01.000 --> 00:04.000。")
    start, end = seconds(match.groups()[:4]), seconds(match.groups()[4:])
    if end <= start:
        raise CaptionError(f"字幕第 {number} 行的结束时间不晚于开始时间。")
    return start, end


def seconds(parts: tuple[str | None, ...]) -> float:
    """Return hours, minutes, seconds and thousandths as seconds."""
    hours, minutes, whole, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + whole + thousandths / 1000
