"""Who does what with observers."""

from vpr.kernel.roles import Role

#: Who distributes observers (S3 8.5, 9.5).
DISTRIBUTORS = (Role.MUNICIPAL_COORDINATOR, Role.RESPONSIBLE_COORDINATOR)
#: Who sees names: the school to which a person is sent, and its coordinator. Levels above see numbers.
NAMED = (Role.SCHOOL_ORGANIZER, Role.SCHOOL_TECHNICIAN, *DISTRIBUTORS)
