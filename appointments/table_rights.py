"""Tables of patients' requests on which a role of the database may do less than it does elsewhere.

The web stores, reads and changes requests, and adds to what is only ever added to. Retention alone erases,
and changes nothing but which request a duplicate points to: it cannot lift a legal hold.
"""

from clinic.database.grants import ADD, CHANGE, EVERYTHING, READ, REMOVE, Rights

_STORES = (READ, ADD, CHANGE)
_ADDS = (READ, ADD)

RESTRICTED_TABLES = {
    "appointments_appointmentrequest": Rights(_STORES, _STORES, (READ, "UPDATE (duplicate_of_id)", REMOVE)),
    "appointments_requestevent": Rights(_ADDS, _ADDS, (READ, REMOVE)),
    "appointments_notice": Rights(_STORES, _STORES, (READ, REMOVE)),
    "appointments_visit": Rights(_STORES, _STORES, (READ, REMOVE)),
    "appointments_accessrecord": Rights(_ADDS, (READ,), (READ,)),
    "appointments_erasure": Rights((READ,), (READ,), _ADDS),
    "appointments_persondatarecord": Rights(_ADDS, (READ,), (READ,)),
    # Only the rotation of keys, as the owner, puts another key there.
    "appointments_keycheck": Rights(_ADDS, _ADDS),
    # That the worker lives, it says itself.
    "appointments_workerheartbeat": Rights((READ,), EVERYTHING),
}
