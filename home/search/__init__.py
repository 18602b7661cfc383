"""The public search page and what each page type contributes to the index. No models."""
