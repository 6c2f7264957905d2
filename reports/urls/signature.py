from django.urls import path

from reports.views import signature

urlpatterns = [
    path("<slug:slug>/signature/", signature.signature, name="signature"),
    path("<slug:slug>/signature/<slug:kind>/<slug:code>/", signature.signature_step, name="signature_step"),
]
