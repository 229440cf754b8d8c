"""The addresses of the form."""

from django.urls import path

from . import views

app_name = "appointments"

urlpatterns = [
    path("request/", views.request_appointment, name="request"),
    path("request/received/<str:token>/", views.received, name="received"),
]
