from django.urls import path

from consultations.views import documents

urlpatterns = [path("documents/<int:pk>/", documents.document, name="document")]
