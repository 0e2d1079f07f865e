"""Numbers straight from SQL. Every function takes the ids of projects and the as-of day, asks the database a number of
times that does not depend on how many projects there are, and gives each of them its own figure. It reads unscoped, so
what it returns is plain numbers, never a row about a citizen (architecture.md, "How a request flows")."""
