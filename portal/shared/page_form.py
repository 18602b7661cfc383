"""The editor's form of a page: an address spelt in pinyin, and what must be there before others read it."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminPageForm

from .slugs import pinyin_slug

ADDRESS = re.compile(r"[A-Za-z0-9_-]*[A-Za-z0-9][A-Za-z0-9_-]*")
# Buttons that send the page somewhere else than to its readers.
HARMLESS_ACTIONS = frozenset({"reject"})
NOT_READY = "还不能提交审核或公开，缺少：{names}。补齐后再提交；想先放着，请点“保存草稿”，半成品也能保存。"


class BasePageForm(WagtailAdminPageForm):
    """Fills an empty address and asks for essentials when the page is submitted or published."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        """Return the typed address, or one spelt from the title when it is empty, Chinese or only strokes.

        A page nobody has read yet follows its title until somebody types an address by hand.
        """
        typed: str = (self.cleaned_data.get("slug") or "").strip()
        title: str = self.cleaned_data.get("title") or ""
        if self.instance.first_published_at is not None:
            return typed if ADDRESS.fullmatch(typed) else self.initial.get("slug") or typed
        if ADDRESS.fullmatch(typed) and not self.is_made(typed, title):
            return typed
        return self.free_slug(pinyin_slug(title)) if title else typed

    def is_made(self, slug: str, title: str) -> bool:
        """Say whether nobody chose the slug: it is the title's Latin part or our pinyin of the last one."""
        if slug == slugify(title):
            return not title.isascii()
        earlier = self.initial.get("title") or ""
        return bool(earlier) and re.fullmatch(rf"{re.escape(pinyin_slug(earlier))}(-\d+)?", slug) is not None

    def free_slug(self, base: str) -> str:
        """Return ``base``, numbered when a neighbour has it already."""
        slug, number = base, 1
        while not type(self.instance)._slug_is_available(slug, self.parent_page, self.instance):
            number += 1
            slug = f"{base}-{number}"
        return slug

    def clean(self) -> dict[str, Any]:
        """Refuse to submit or publish a page without its essentials; a draft may lack them."""
        data: dict[str, Any] = super().clean()
        if not self.is_deferred_validation and not self.turns_away():
            self.refuse(self.missing(data))
        return data

    def turns_away(self) -> bool:
        """Say whether the form comes from a button that makes nothing public."""
        return (
            self.data.get("workflow-action-name") in HARMLESS_ACTIONS or "action-cancel-workflow" in self.data
        )

    def missing(self, data: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Return (field, words) of the essentials that are empty; wrong ones speak for themselves."""
        return [
            (name, words)
            for name, words in self.instance.essentials
            if name not in self.errors and not (self.rows(name) if name in self.formsets else data.get(name))
        ]

    def refuse(self, missing: list[tuple[str, str]]) -> None:
        """Name everything that is missing at once, and mark the fields."""
        for name, words in missing:
            if name in self.fields:
                self.add_error(name, f"请填写{words}。")
        if missing:
            self.add_error(None, NOT_READY.format(names="、".join(words for _, words in missing)))

    def rows(self, name: str) -> int:
        """Return how many rows of an inline list are filled in and stay."""
        return sum(1 for form in self.formsets[name].forms if stays(form))


def stays(form: Any) -> bool:
    """Say whether a row of an inline list is filled in and not struck out."""
    form.full_clean()
    struck_out = getattr(form, "cleaned_data", {}).get("DELETE")
    return bool((form.has_changed() or form.instance.pk) and not struck_out)
