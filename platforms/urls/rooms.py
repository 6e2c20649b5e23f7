"""A vendor's room: from outside by a link, from inside by ITS; and remediation plans."""

from django.urls import URLPattern, path

from platforms.views import plans, room_files, rooms, vendor, vendor_plan, vendor_sheets

patterns: list[URLPattern] = [
    path("vendor/<str:token>/", vendor.vendor_room, name="vendor_room"),
    path(
        "vendor/<str:token>/questions/<int:number>/",
        vendor.vendor_questions,
        name="vendor_questions",
    ),
    path("vendor/<str:token>/files/", vendor.vendor_files, name="vendor_files"),
    path("vendor/<str:token>/messages/", vendor.vendor_messages, name="vendor_messages"),
    path("vendor/<str:token>/hand-in/", vendor.vendor_hand_in, name="vendor_hand_in"),
    path("vendor/<str:token>/take-up/", vendor.vendor_take_up, name="vendor_take_up"),
    path("vendor/<str:token>/decline/", vendor.vendor_decline, name="vendor_decline"),
    path("vendor/<str:token>/sheets/", vendor_sheets.vendor_sheet, name="vendor_sheet"),
    path(
        "vendor/<str:token>/sheets/<int:pk>/",
        vendor_sheets.vendor_sheet_read,
        name="vendor_sheet_read",
    ),
    path("vendor/<str:token>/plan/", vendor_plan.vendor_plan, name="vendor_plan"),
    path("vendor/<str:token>/plan/agree/", vendor_plan.vendor_agree, name="vendor_agree"),
    path("vendor/<str:token>/plan/<int:pk>/", vendor_plan.vendor_item, name="vendor_item"),
    path("its/rooms/", rooms.rooms, name="rooms"),
    path("its/rooms/new/<int:pk>/", rooms.open_room, name="open_room"),
    path("its/rooms/sheets/new/<int:pk>/", room_files.read_sheet, name="read_sheet"),
    path("its/rooms/sheets/<int:pk>/", room_files.sheet, name="sheet"),
    path("its/rooms/<int:pk>/", rooms.room, name="room"),
    path("its/rooms/<int:pk>/log/", rooms.room_log, name="room_log"),
    path("its/rooms/<int:pk>/write/", rooms.write_in_room, name="write_in_room"),
    path("its/rooms/<int:pk>/extend/", rooms.extend_room, name="extend_room"),
    path("its/rooms/<int:pk>/move/", rooms.move_room, name="move_room"),
    path("its/rooms/<int:pk>/contacts/", rooms.add_room_contact, name="add_room_contact"),
    path(
        "its/rooms/<int:pk>/contacts/<int:contact>/",
        rooms.move_room_contact,
        name="move_room_contact",
    ),
    path("its/rooms/<int:pk>/files/<int:file>/", room_files.room_file, name="room_file"),
    path(
        "its/rooms/<int:pk>/files/<int:file>/open/",
        room_files.open_room_file,
        name="open_room_file",
    ),
    path("its/rooms/plans/", plans.plans, name="plans"),
    path("its/rooms/plans/new/<int:pk>/", plans.draft_plan, name="draft_plan"),
    path("its/rooms/plans/<int:pk>/", plans.plan, name="plan"),
    path("its/rooms/plans/<int:pk>/items/", plans.add_plan_item, name="add_plan_item"),
    path("its/rooms/plans/<int:pk>/move/", plans.move_plan, name="move_plan"),
    path("its/rooms/plans/<int:pk>/hand-over/", plans.hand_over_plan, name="hand_over_plan"),
    path("its/rooms/plans/<int:pk>/items/<int:item>/", plans.plan_item, name="plan_item"),
    path(
        "its/rooms/plans/<int:pk>/items/<int:item>/date/",
        plans.move_item_date,
        name="move_item_date",
    ),
]
