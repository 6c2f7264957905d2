from django.urls import path

from surveys.views import letters, mail

urlpatterns = [
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/release/", letters.letter_release, name="letter_release"),
    path("letters/<int:pk>/cancel/", letters.letter_cancel, name="letter_cancel"),
    path("letters/<int:pk>/again/", letters.letter_again, name="letter_again"),
    path("letters/<int:pk>/went-out/", letters.letter_went_out, name="letter_went_out"),
    path("letters/<int:pk>/not-out/", letters.letter_not_out, name="letter_not_out"),
    path("account-letters/", letters.account_letters, name="account_letters"),
    path("<slug:slug>/letters/", letters.letters, name="letters"),
    path("<slug:slug>/letters/release/", letters.letters_release, name="letters_release"),
    path("<slug:slug>/mail/", mail.mail, name="mail"),
]
