"""How often one address may knock at the families' pages in an hour.

One address may be a whole school's wireless network on a parents' evening; what protects one family are
the limits kept in rows (`consents.access.codes`).
"""

CODES, REQUESTS, CALL_BACKS = 120, 60, 20
