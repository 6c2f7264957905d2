from django.urls import path

from surveys.views import imports

urlpatterns = [
    path("tables/", imports.tables, name="tables"),
    path("tables/<slug:table>/", imports.table, name="table"),
    path("tables/<slug:table>.xlsx", imports.table_xlsx, name="table_xlsx"),
    path("tables/<slug:table>.csv", imports.table_csv, name="table_csv"),
    path("imports/<int:pk>/", imports.sheet_import, name="sheet_import"),
    path("imports/<int:pk>/confirm/", imports.sheet_import_confirm, name="sheet_import_confirm"),
    path("imports/<int:pk>/give-up/", imports.sheet_import_give_up, name="sheet_import_give_up"),
    path("imports/<int:pk>/undo/", imports.sheet_import_undo, name="sheet_import_undo"),
]
