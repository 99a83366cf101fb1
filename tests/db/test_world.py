def test_a_municipal_scope_reaches_its_schools_and_no_others(world):
    from vpr.cabinets.models import Unit
    from vpr.cabinets.scope import Scope
    from vpr.kernel.roles import Role

    scope = Scope(Role.MUNICIPAL_COORDINATOR, world.municipality)
    assert set(Unit.objects.within(scope).schools().values_list("code", flat=True)) == {"470167", "470168"}
    assert scope.reaches(world.school)
    assert not scope.reaches(world.foreign_school)
