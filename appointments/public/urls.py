"""URLs of the form and of the pages that follow it; the request log leaves their tokens out."""

from django.urls import path

from appointments.public.mail_trial import mail_trial
from appointments.public.request.received import received
from appointments.public.request.views import RequestAppointmentView
from appointments.public.your_request.views import your_request

app_name = "appointments"

urlpatterns = [
    path("request/", RequestAppointmentView.as_view(), name="request"),
    path("request/received/<str:token>/", received, name="received"),
    path("mail-trial/<str:token>/", mail_trial, name="mail-trial"),
    path("your-request/<str:token>/", your_request, name="your-request"),
]
