from django.urls import path

from surveys.views import people

urlpatterns = [
    path("invitations/", people.invitations, name="invitations"),
    path("invitations/new/", people.invite, name="invite"),
    path("invitations/<int:pk>/withdraw/", people.invitation_withdraw, name="invitation_withdraw"),
    path("invitations/open/<str:token>/", people.invitation_open, name="invitation_open"),
    path("invitations/code/", people.invitation_code, name="invitation_code"),
    path("invitations/accept/", people.invitation_accept, name="invitation_accept"),
]
