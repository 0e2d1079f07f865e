from django.urls import URLPattern, path

from interventions.other_work.kinds import KINDS, Kind
from interventions.other_work.views import Correct, Enter, OtherWork, Remove


def forms_of(kind: Kind) -> list[URLPattern]:
    address = f"other-work/{kind.key}"
    return [
        path(f"{address}/new/", Enter.as_view(kind=kind), name=f"add_{kind.key}"),
        path(f"{address}/<int:row>/correct/", Correct.as_view(kind=kind), name=f"correct_{kind.key}"),
        path(f"{address}/<int:row>/remove/", Remove.as_view(kind=kind), name=f"remove_{kind.key}"),
    ]


app_name = "other_work"
urlpatterns = [
    path("other-work/", OtherWork.as_view(), name="page"),
    *(pattern for kind in KINDS.values() for pattern in forms_of(kind)),
]
