"""The addresses of the form and of what follows it. clinic/request_log.py keeps the tokens out of logs."""

from django.urls import path

from . import views

app_name = "appointments"

urlpatterns = [
    path("request/", views.request_appointment, name="request"),
    path("request/received/<str:token>/", views.received, name="received"),
    path("your-request/<str:token>/", views.your_request, name="your-request"),
]
