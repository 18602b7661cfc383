"""The Chinese catalogues of the site: compiled as written, placeholders kept, nothing left in English."""

import ast
import gettext
import re
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import ngettext
from django.views.i18n import JavaScriptCatalog

CATALOGUES = Path(__file__).resolve().parents[2] / "portal" / "locale" / "zh_Hans" / "LC_MESSAGES"
DOMAINS = ["django", "djangojs"]
LINE = re.compile(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[0\])?)? ?(".*")')
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{[\w.]+\}")
TAG = re.compile(r"</?\w+[^>]*>")
# Packages that bring an English catalogue to compare with, for themselves or for each of their apps.
SHIPPED = ["wagtail", "wagtailmedia", "allauth", "taggit"]
# Apps of Wagtail that this site does not install.
NOT_SHOWN = {"simple_translation", "styleguide"}


@dataclass
class Message:
    """One entry of a .po file; plural and context are empty where the entry has none."""

    context: str = ""
    singular: str = ""
    plural: str = ""
    text: str = ""
    fuzzy: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.singular


def read_entry(block: str) -> Message:
    """One entry of a .po file, without its obsolete lines and comments."""
    fields = {"msgctxt": "", "msgid": "", "msgid_plural": "", "msgstr": ""}
    name = ""
    for line in block.splitlines():
        if match := LINE.fullmatch(line.strip()):
            name = match[1].removesuffix("[0]") if match[1] else name
            fields[name] += ast.literal_eval(match[2])
    fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in block.splitlines())
    return Message(fields["msgctxt"], fields["msgid"], fields["msgid_plural"], fields["msgstr"], fuzzy)


def read_po(path: Path) -> list[Message]:
    """Entries of a .po file whose entries are parted by empty lines, header left out."""
    entries = [read_entry(block) for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8"))]
    return [entry for entry in entries if entry.singular]


def catalogues(language: str, domain: str) -> list[Path]:
    """The .po files the shipped packages hold for one language."""
    found: list[Path] = []
    for name in SHIPPED:
        spec = find_spec(name)
        assert spec is not None and spec.origin is not None
        found += Path(spec.origin).parent.rglob(f"locale/{language}/LC_MESSAGES/{domain}.po")
    return [path for path in found if not NOT_SHOWN & set(path.parts)]


def compiled(entry: Message, catalogue: gettext.GNUTranslations) -> str:
    """What a program gets for an entry from the compiled file."""
    if entry.context:
        return catalogue.pgettext(entry.context, entry.singular)
    if entry.plural:
        return catalogue.ngettext(entry.singular, entry.plural, 2)
    return catalogue.gettext(entry.singular)


@pytest.mark.parametrize("domain", DOMAINS)
def test_compiled_catalogue_says_what_the_source_says(domain):
    """A changed .po without msgfmt is caught, and so is an entry that stands in the .mo alone."""
    entries = read_po(CATALOGUES / f"{domain}.po")
    binary = CATALOGUES / f"{domain}.mo"
    with binary.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert [entry.key for entry in entries if compiled(entry, catalogue) != entry.text] == []
    (strings,) = struct.unpack("<I", binary.read_bytes()[8:12])
    assert strings == len(entries) + 1  # the header is a string too


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_entry_is_translated_once(domain):
    """No empty text, no fuzzy mark, no entry twice."""
    entries = read_po(CATALOGUES / f"{domain}.po")
    assert [entry.key for entry in entries if entry.fuzzy or not entry.text.strip()] == []
    assert len({entry.key for entry in entries}) == len(entries)


@pytest.mark.parametrize("pattern", [PLACEHOLDER, TAG])
@pytest.mark.parametrize("domain", DOMAINS)
def test_placeholders_and_tags_are_kept(domain, pattern):
    """A lost placeholder hides a name, a mistyped one is a server error, a lost tag breaks the page."""
    wrong = []
    for entry in read_po(CATALOGUES / f"{domain}.po"):
        allowed = [set(pattern.findall(text)) for text in (entry.singular, entry.plural) if text]
        if set(pattern.findall(entry.text)) not in allowed:
            wrong.append(entry.key)
    assert wrong == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_nothing_the_packages_show_is_left_in_english(domain):
    """An upgrade that brings new messages fails here and names them."""
    known = {entry.key for entry in read_po(CATALOGUES / f"{domain}.po")}
    for path in catalogues("zh_Hans", domain):
        known |= {entry.key for entry in read_po(path) if entry.text and not entry.fuzzy}
    shown = {entry.key for path in catalogues("en", domain) for entry in read_po(path)}
    assert len(shown) > 50
    assert sorted(shown - known) == []


def test_pages_and_scripts_of_the_admin_use_the_catalogues(rf):
    """Django finds both files: one message of a page, one with a number, one drawn by script."""
    length = "This password is too short. It must contain at least %d character."
    with translation.override("zh-hans"):
        assert translation.gettext("Search all pages…") == "搜索所有页面…"
        assert ngettext(length, length.replace("character.", "characters."), 12) % 12 == (
            "密码长度太短。密码必须包含至少 12 个字符。"
        )
        script = JavaScriptCatalog.as_view(packages=["wagtail.admin"])(rf.get("/")).content.decode()
    assert "\\u63d2\\u5165\\u533a\\u5757" in script  # 插入区块
