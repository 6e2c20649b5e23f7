"""The catalogue of ITS (P1), and what the law wants posted of it (SOPPA)."""

from django.urls import URLPattern, path

from platforms.views import agreements, catalogue, merges, operators, vendors

patterns: list[URLPattern] = [
    path("its/catalogue/", catalogue.catalogue, name="catalogue"),
    path("its/catalogue/new/", catalogue.new_platform, name="new_platform"),
    path("its/catalogue/<int:pk>/", catalogue.catalogue_platform, name="catalogue_platform"),
    path("its/catalogue/<int:pk>/edit/", catalogue.edit_platform, name="edit_platform"),
    path("its/catalogue/<int:pk>/names/", catalogue.add_platform_alias, name="add_platform_alias"),
    path(
        "its/catalogue/<int:pk>/names/<int:alias>/end/",
        catalogue.end_platform_alias,
        name="end_platform_alias",
    ),
    path(
        "its/catalogue/<int:pk>/tags/", catalogue.choose_platform_tags, name="choose_platform_tags"
    ),
    path("its/catalogue/<int:pk>/merge/", merges.merge_platform, name="merge_platform"),
    path("its/catalogue/merges/<int:pk>/undo/", merges.unmerge_platform, name="unmerge_platform"),
    path("its/catalogue/<int:pk>/agreements/new/", agreements.new_agreement, name="new_agreement"),
    path("its/catalogue/agreements/<int:pk>/end/", agreements.end_agreement, name="end_agreement"),
    path(
        "its/catalogue/agreements/<int:pk>/file/", agreements.agreement_file, name="agreement_file"
    ),
    path("its/catalogue/<int:pk>/breaches/new/", agreements.new_breach, name="new_breach"),
    path(
        "its/catalogue/breaches/<int:pk>/correct/", agreements.correct_breach, name="correct_breach"
    ),
    path("its/catalogue/vendors/", vendors.catalogue_vendors, name="catalogue_vendors"),
    path("its/catalogue/vendors/new/", vendors.new_vendor, name="new_vendor"),
    path("its/catalogue/vendors/<int:pk>/", vendors.catalogue_vendor, name="catalogue_vendor"),
    path("its/catalogue/vendors/<int:pk>/edit/", vendors.edit_vendor, name="edit_vendor"),
    path("platforms/vendors/", operators.vendors, name="vendors"),
    path("platforms/vendors.json", operators.vendors_json, name="vendors_json"),
    path("platforms/vendors.csv", operators.vendors_csv, name="vendors_csv"),
    path(
        "platforms/vendors/agreements/<int:pk>/",
        operators.vendors_agreement,
        name="vendors_agreement",
    ),
]
