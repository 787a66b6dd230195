"""Who may open the pages of this room, in one place."""

from lscp.partnerships.roles import May

# Agency contacts read what the arrangements publish anyway, and the groups they sit in.
READS = (May.READ_RECORD, May.READ_OWN, May.KEEP_PARTNERSHIP)
KEEPS = (May.KEEP_PARTNERSHIP,)
GIVES_ROLES = (May.GIVE_ROLES,)
