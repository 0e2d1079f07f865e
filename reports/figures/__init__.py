"""Numbers straight from SQL. Every function takes a project's id and the as-of day and reads unscoped, so what
it returns is plain numbers, never a row about a citizen (architecture.md, "How a request flows")."""
