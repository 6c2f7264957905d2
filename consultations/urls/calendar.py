from django.urls import path

from consultations.views import calendar, feeds

urlpatterns = [
    path("feeds/<str:secret>.ics", feeds.feed, name="feed"),
    path("<slug:slug>/calendar/", calendar.calendar, name="calendar"),
    path("<slug:slug>/calendar/<int:year>/<int:month>/", calendar.month, name="month"),
    path("<slug:slug>/calendar/feed/", feeds.feed_settings, name="feed_settings"),
    path("<slug:slug>/calendar/feed/make/", feeds.feed_make, name="feed_make"),
    path("<slug:slug>/calendar/feed/revoke/", feeds.feed_revoke, name="feed_revoke"),
]
