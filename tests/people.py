"""A few named people, known everywhere: who they are is told by who they may be.

amina   focal point of FRA
boris   contributor of FRA, for one section
chen    employers' representative of FRA
dora    workers' representative of FRA
elena   focal point of DEU
farid   Office staff
grace   analyst
hugo    administrator
ivan    focal point of FRA, whose account is closed
nobody  signed out
"""

from tests.factories import appoint, make_user

SECTION = "respondent"
GOVERNMENT = ("amina", "boris", "chen", "dora", "elena")
OFFICE = ("farid", "grace", "hugo")
SIGNED_OUT = ("ivan", "nobody")
EVERYBODY = (*GOVERNMENT, *OFFICE, *SIGNED_OUT)


def make_person(name, **fields):
    """One of them, without what they may do."""
    return make_user(f"{name}@example.org", name=name.capitalize(), **fields)


def amina(state):
    """Focal point."""
    return appointed("amina", state, "focal_point")


def boris(state, sections=(SECTION,)):
    """Contributor for some sections."""
    return appointed("boris", state, "contributor", sections=sections)


def chen(state):
    """Employers' representative."""
    return appointed("chen", state, "employers_representative")


def dora(state):
    """Workers' representative."""
    return appointed("dora", state, "workers_representative")


def elena(state):
    """Focal point of the other State."""
    return appointed("elena", state, "focal_point")


def farid():
    """Office staff."""
    return make_person("farid", groups=["office_staff"])


def grace():
    """Analyst."""
    return make_person("grace", groups=["analyst"])


def hugo():
    """Administrator."""
    return make_person("hugo", groups=["administrator"], is_staff=True)


def ivan(state):
    """Was a focal point; the account is closed."""
    user = make_person("ivan", is_active=False)
    appoint(user, state)
    return user


def appointed(name, state, role, **options):
    """The person with an appointment."""
    user = make_person(name)
    appoint(user, state, role, **options)
    return user


def everybody(own, foreign):
    """All of them by name; `nobody` is None."""
    return {
        "amina": amina(own),
        "boris": boris(own),
        "chen": chen(own),
        "dora": dora(own),
        "elena": elena(foreign),
        "farid": farid(),
        "grace": grace(),
        "hugo": hugo(),
        "ivan": ivan(own),
        "nobody": None,
    }
