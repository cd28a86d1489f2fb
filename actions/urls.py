"""Routes of today's page, records, action points, and the doors of the demo. Each with its policy."""

from django.urls import URLPattern

from actions.views import action_points, demo, folders, follow_ups, matters_arising, records, tasks, today
from ccm_portal.policies import DEMO, route
from friends.permissions import COORDINATOR, EXPORT, LIST_KEEPERS

urlpatterns: list[URLPattern] = [
    route("desk/", today.page, policy=LIST_KEEPERS, name="today"),
    route("desk/records/", records.record_list, policy=COORDINATOR, name="records"),
    route("desk/records/<uuid:pk>/", records.record, policy=COORDINATOR, name="record"),
    route("desk/records/<uuid:pk>/changes/", records.changes, policy=COORDINATOR, name="record-changes"),
    route("desk/records/<uuid:pk>/file/", records.file, policy=EXPORT, name="record-file"),
    route("desk/actions/", action_points.action_list, policy=COORDINATOR, name="actions"),
    route("desk/actions/<uuid:pk>/", action_points.action_point, policy=COORDINATOR, name="action-point"),
    route("desk/actions/<uuid:pk>/tasks/", tasks.split, policy=COORDINATOR, name="tasks-split"),
    route("desk/actions/<uuid:pk>/tasks/new/", tasks.new, policy=COORDINATOR, name="task-new"),
    route("desk/tasks/<uuid:pk>/", tasks.task, policy=COORDINATOR, name="task"),
    route("desk/tasks/<uuid:pk>/words/", tasks.words, policy=COORDINATOR, name="task-words"),
    route("desk/tasks/<uuid:pk>/remove/", tasks.remove, policy=COORDINATOR, name="task-remove"),
    route("desk/meetings/<uuid:pk>/follow-ups/", follow_ups.proposals, policy=COORDINATOR, name="follow-ups"),
    route(
        "desk/meetings/<uuid:pk>/matters-arising/",
        matters_arising.matters,
        policy=COORDINATOR,
        name="matters-arising",
    ),
    route("desk/paragraphs/<uuid:pk>/follow-up/", follow_ups.mark, policy=COORDINATOR, name="follow-up-mark"),
    route("desk/follow-ups/<uuid:pk>/", follow_ups.follow_up, policy=COORDINATOR, name="follow-up"),
    route("desk/meetings/<uuid:pk>/folder/", folders.folder, policy=COORDINATOR, name="folder"),
    route("desk/meetings/<uuid:pk>/folder/pdf/", folders.folder_pdf, policy=EXPORT, name="folder-pdf"),
    route("demo/", demo.doors, policy=DEMO, name="demo"),
    route("demo/record.txt", demo.record, policy=DEMO, name="demo-record"),
    route("demo/<slug:who>/", demo.enter, policy=DEMO, name="demo-enter"),
    route("leave/", demo.leave, policy=DEMO, name="leave"),
]
