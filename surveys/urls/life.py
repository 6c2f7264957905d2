from django.urls import path

from surveys.urls.state_codes import OF_RETURN
from surveys.views import comparison, life, office_sight

urlpatterns = [
    path(f"{OF_RETURN}recall/", life.return_recall, name="return_recall"),
    path(f"{OF_RETURN}extend/", life.return_extend, name="return_extend"),
    path(f"{OF_RETURN}decline/", life.return_decline, name="return_decline"),
    path(f"{OF_RETURN}reopen/", life.return_reopen, name="return_reopen"),
    path(f"{OF_RETURN}complete/", life.return_complete, name="return_complete"),
    path(f"{OF_RETURN}what-the-office-sees/", office_sight.office_sight, name="office_sight"),
    path(
        f"{OF_RETURN}submissions/<int:older>/compare/<int:newer>/",
        comparison.submissions_compare,
        name="submissions_compare",
    ),
]
