"""Every number that sources 000 and 002 print, beside the one that our reports give of the demonstration.

`published.json` is what the sources print and where they contradict themselves; `compared.json` is what our reports
say, written by `manage.py reproduce`, so that the page needs no demonstration in the database.
"""
