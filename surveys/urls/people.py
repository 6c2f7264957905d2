from django.urls import path

from surveys.urls.state_codes import OF_RETURN
from surveys.views import people, return_people, second_step

urlpatterns = [
    path("invitations/", people.invitations, name="invitations"),
    path("invitations/new/", people.invite, name="invite"),
    path("invitations/<int:pk>/withdraw/", people.invitation_withdraw, name="invitation_withdraw"),
    path("invitations/open/<str:token>/", people.invitation_open, name="invitation_open"),
    path("invitations/code/", people.invitation_code, name="invitation_code"),
    path("invitations/decline/", people.invitation_decline, name="invitation_decline"),
    path("invitations/accept/", people.invitation_accept, name="invitation_accept"),
    path("invitations/<int:pk>/consent/", people.invitation_consent, name="invitation_consent"),
    path("second-steps/", second_step.resets, name="resets"),
    path("second-steps/<int:pk>/consent/", second_step.reset_consent, name="reset_consent"),
    path("second-steps/<int:pk>/withdraw/", second_step.reset_withdraw, name="reset_withdraw"),
    path(f"{OF_RETURN}people/", return_people.return_people, name="return_people"),
    path(f"{OF_RETURN}people/invite/", return_people.contributor_invite, name="contributor_invite"),
    path(f"{OF_RETURN}people/<int:pk>/sections/", return_people.contributor_sections, name="contributor_sections"),
    path(f"{OF_RETURN}people/<int:pk>/end/", return_people.appointment_end, name="appointment_end"),
    path(f"{OF_RETURN}people/<int:pk>/hand-over/", return_people.focal_point_hand_over, name="focal_point_hand_over"),
    path(f"{OF_RETURN}invitations/<int:pk>/withdraw/", return_people.offer_withdraw, name="offer_withdraw"),
]
