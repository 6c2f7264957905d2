from django.urls import path

from reports.views import standing

urlpatterns = [
    path("<slug:slug>/standing/", standing.standing, name="standing"),
    path("<slug:slug>/standing/milestones/<slug:code>/", standing.milestone, name="milestone"),
]
