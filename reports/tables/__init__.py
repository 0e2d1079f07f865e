"""What the figures look like as tables: ids, rows and columns of figures.md, words by gettext."""
