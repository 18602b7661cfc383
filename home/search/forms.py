"""Shape of the question in the address; a bad value is dropped and named, never an error page."""

from typing import Any, cast

from django import forms

from portal.search.analysis import MAX_INPUT, storable, typed
from portal.taxonomy.models import Stage

from .queries import MOST_PAGES, SearchQuery
from .sources import SOURCES


class TypedText(forms.Field):
    """Text as people type it: anything goes, what cannot be searched is dropped."""

    def to_python(self, value: Any) -> str:
        """Return the cleaned text, cut at the search's limit."""
        return typed(str(value or ""))


class SearchForm(forms.Form):
    """The four parameters of the result page."""

    q = TypedText(required=False)
    kind = forms.ChoiceField(required=False, choices=[(source.kind, source.label) for source in SOURCES])
    stage = forms.ChoiceField(required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=MOST_PAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stage_names = dict(Stage.objects.values_list("code", "zh"))
        cast(forms.ChoiceField, self.fields["stage"]).choices = list(self.stage_names.items())

    def to_query(self) -> SearchQuery:
        """The question made of the values that can be used."""
        self.is_valid()
        values = self.cleaned_data
        return SearchQuery(
            text=values.get("q") or "",
            kind=values.get("kind") or "",
            stage=values.get("stage") or "",
            page=values.get("page") or 1,
        )

    def notices(self) -> tuple[str, ...]:
        """What was dropped, in Chinese."""
        said = []
        if len(" ".join(storable(str(self.data.get("q") or "")).split())) > MAX_INPUT:
            said.append(f"输入太长，只按前 {MAX_INPUT} 个字搜索。")
        if "kind" in self.errors:
            said.append(f"没有“{self.shown('kind')}”这个类型，已按全部类型搜索。")
        if "stage" in self.errors:
            said.append(f"没有“{self.shown('stage')}”这个学段，已按全部学段搜索。")
        if "page" in self.errors:
            said.append(f"页码“{self.shown('page')}”不可用，已显示第 1 页（最多翻到第 {MOST_PAGES} 页）。")
        return tuple(said)

    def shown(self, name: str) -> str:
        """A refused value, short enough to be echoed."""
        return typed(str(self.data.get(name) or ""))[:20]
