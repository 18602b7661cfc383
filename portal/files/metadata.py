"""Removes what a camera writes beside the picture: place, device, time, embedded notes.

Works on the container, so no pixel changes. JPEG keeps its colour profile and its orientation;
PNG keeps everything that changes how it looks; WebP loses the EXIF and XMP chunks.
"""

import io
import struct

from PIL import Image

ORIENTATION_TAG = 0x0112
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_NOTES = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
WEBP_NOTES = frozenset({b"EXIF", b"XMP "})
WEBP_NOTE_FLAGS = 0x08 | 0x04


def strip_metadata(data: bytes) -> bytes:
    """Return the picture without its notes; an unknown or broken container comes back unchanged."""
    try:
        if data.startswith(b"\xff\xd8"):
            return strip_jpeg(data)
        if data.startswith(PNG_SIGNATURE):
            return strip_png(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return strip_webp(data)
    except (struct.error, IndexError, ValueError, OSError):
        return data
    return data


def strip_jpeg(data: bytes) -> bytes:
    """Drop the APP1-APP13, APP15 and comment segments but the colour profile, and all after the end."""
    kept = [b"\xff\xd8", orientation_segment(data)]
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xD9:
            kept.append(b"\xff\xd9")
            return b"".join(kept)
        length = struct.unpack(">H", data[at + 2 : at + 4])[0]
        end = at + 2 + length
        if marker == 0xDA:
            end = scan_end(data, end)
        if not is_jpeg_note(marker, data[at + 4 : at + 16]):
            kept.append(data[at:end])
        at = end
    raise ValueError("not a JPEG marker")


def is_jpeg_note(marker: int, head: bytes) -> bool:
    """Say whether a segment holds notes; APP0 (JFIF), APP14 (Adobe) and the ICC profile draw the picture."""
    if marker == 0xFE:
        return True
    return 0xE1 <= marker <= 0xEF and marker != 0xEE and not head.startswith(b"ICC_PROFILE")


def scan_end(data: bytes, at: int) -> int:
    """Return where the compressed data that starts at ``at`` ends: the next real marker."""
    while True:
        at = data.index(b"\xff", at)
        follower = data[at + 1]
        if follower == 0 or 0xD0 <= follower <= 0xD7:
            at += 2
        elif follower == 0xFF:
            at += 1
        else:
            return at


def orientation_segment(data: bytes) -> bytes:
    """Return an APP1 segment that holds the orientation alone, or nothing for an upright picture."""
    with Image.open(io.BytesIO(data)) as image:
        orientation = image.getexif().get(ORIENTATION_TAG, 1)
    if orientation not in range(2, 9):
        return b""
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = orientation
    body = exif.tobytes()
    if not body.startswith(b"Exif\x00\x00"):
        body = b"Exif\x00\x00" + body
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def strip_png(data: bytes) -> bytes:
    """Drop the text, time and EXIF chunks and all after the end."""
    kept = [PNG_SIGNATURE]
    at = len(PNG_SIGNATURE)
    while at < len(data):
        length = struct.unpack(">I", data[at : at + 4])[0]
        name = data[at + 4 : at + 8]
        end = at + 12 + length
        if name not in PNG_NOTES:
            kept.append(data[at:end])
        if name == b"IEND":
            break
        at = end
    return b"".join(kept)


def strip_webp(data: bytes) -> bytes:
    """Drop the EXIF and XMP chunks and clear their flags."""
    chunks = []
    at = 12
    while at + 8 <= len(data):
        name = data[at : at + 4]
        length = struct.unpack("<I", data[at + 4 : at + 8])[0]
        end = at + 8 + length + length % 2
        chunk = data[at:end]
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~WEBP_NOTE_FLAGS]) + chunk[9:]
        if name not in WEBP_NOTES:
            chunks.append(chunk)
        at = end
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body
