"""Search: analysis of Chinese text, the table of what is searchable, engines. Knows no page type."""
