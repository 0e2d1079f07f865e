import pytest

from clients.models import Client
from projects.access import CITIZEN_PERMISSIONS, Permission


def test_each_sees_their_own_citizens_only(cast):
    def codes(user):
        return set(Client.objects.visible_to(user))

    assert codes(cast.coordinator) == {cast.client, cast.municipal_client}
    assert codes(cast.caseworker) == {cast.client}
    assert codes(cast.outsider) == {cast.other_client}
    for user in (cast.other_caseworker, cast.lead, cast.evaluator, cast.administrator, cast.officer, cast.stranger):
        assert codes(user) == set()


@pytest.mark.parametrize("permission", [each for each in Permission if each not in CITIZEN_PERMISSIONS])
def test_a_permission_that_is_not_about_citizens_reaches_none(cast, permission):
    with pytest.raises(TypeError):
        Client.objects.visible_to(cast.lead, permission)
