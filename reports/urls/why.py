from django.urls import path

from reports.views import why

urlpatterns = [
    path("<slug:slug>/<int:number>/why/", why.why, name="why"),
]
