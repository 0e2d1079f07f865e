from clients.models import Client


def test_each_sees_their_own_citizens_only(cast):
    def codes(user):
        return set(Client.objects.visible_to(user))

    assert codes(cast.coordinator) == {cast.client, cast.municipal_client}
    assert codes(cast.caseworker) == {cast.client}
    assert codes(cast.outsider) == {cast.other_client}
    for user in (cast.other_caseworker, cast.lead, cast.evaluator, cast.administrator, cast.officer, cast.stranger):
        assert codes(user) == set()
