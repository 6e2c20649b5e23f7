"""Reading rosters: OneRoster CSV in its dialects, and the contacts layout. Pure Python.

Files in, records and problems out. A value is understood where its meaning is certain; where it is not,
the problem names file, line, column and reason. Passwords and race never leave the csv row.
"""
