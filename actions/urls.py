"""Routes of today's page, records, action points, and the doors of the demo. Each with its policy."""

from django.urls import URLPattern

from actions.views import action_points, demo, records, today
from ccm_portal.policies import DEMO, route
from friends.permissions import COORDINATOR, LIST_KEEPERS

urlpatterns: list[URLPattern] = [
    route("desk/", today.page, policy=LIST_KEEPERS, name="today"),
    route("desk/records/", records.record_list, policy=COORDINATOR, name="records"),
    route("desk/records/<uuid:pk>/", records.record, policy=COORDINATOR, name="record"),
    route("desk/records/<uuid:pk>/changes/", records.changes, policy=COORDINATOR, name="record-changes"),
    route("desk/records/<uuid:pk>/file/", records.file, policy=COORDINATOR, name="record-file"),
    route("desk/actions/", action_points.action_list, policy=COORDINATOR, name="actions"),
    route("desk/actions/<uuid:pk>/", action_points.action_point, policy=COORDINATOR, name="action-point"),
    route("demo/", demo.doors, policy=DEMO, name="demo"),
    route("demo/record.txt", demo.record, policy=DEMO, name="demo-record"),
    route("demo/<slug:who>/", demo.enter, policy=DEMO, name="demo-enter"),
    route("leave/", demo.leave, policy=DEMO, name="leave"),
]
