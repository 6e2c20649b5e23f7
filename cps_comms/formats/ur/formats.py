"""How a day and a moment are written; Django leaves them as in English."""

DATE_FORMAT = "j F، Y"
DATETIME_FORMAT = "j F، Y، g:i A"
TIME_FORMAT = "g:i A"
