"""The messages the registry sends, and who knows their words."""

from notices import kinds
from platforms.reports import (
    after_letters,
    audit_letters,
    consult_letters,
    room_letters,
    survey_letters,
)

# To a vendor's contacts.
kinds.register("platforms/room_opened", room_letters.to_contact)
kinds.register("platforms/room_message", room_letters.to_contact)
kinds.register("platforms/room_receipt", room_letters.to_contact)
kinds.register("platforms/room_reminder", room_letters.reminder)
kinds.register("platforms/item_due_vendor", room_letters.item_to_contact)
# To ITS about rooms and plans.
kinds.register("platforms/room_answered", room_letters.to_its)
kinds.register("platforms/item_due", room_letters.item_due)
kinds.register("platforms/item_missed", room_letters.item_missed)
# To ITS about audits, and about what is decided without one.
kinds.register("platforms/audit_moved", audit_letters.audit_moved)
kinds.register("platforms/audit_handed_in", audit_letters.audit_handed_in)
kinds.register("platforms/quick_put_forward", audit_letters.quick_put_forward)
kinds.register("platforms/quick_settled", audit_letters.quick_settled)
# To schools about the survey.
kinds.register("platforms/survey_asked", survey_letters.asked)
kinds.register("platforms/survey_reminded", survey_letters.asked)
kinds.register("platforms/survey_thanks", survey_letters.thanks)
# After a decision.
kinds.register("platforms/flagged_school", after_letters.flagged_school)
kinds.register("platforms/endings", after_letters.endings_of_day)
kinds.register("platforms/ending_school", after_letters.ending_school)
kinds.register("platforms/procurement_flag", after_letters.procurement_flag)
kinds.register("platforms/procurement_lift", after_letters.procurement_lift)
kinds.register("platforms/time_answered", after_letters.time_answered)

# About schools' requests.
kinds.register("platforms/consult_answered", consult_letters.answered)
kinds.register("platforms/consult_message", consult_letters.message)
kinds.register("platforms/consult_waits", consult_letters.waits)
