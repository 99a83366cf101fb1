"""argon2id at the cost that a deadline night can pay: 19 MiB, t=2, p=1, 17 ms a sign-in (DECISIONS)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class LightArgon2(Argon2PasswordHasher):
    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1
