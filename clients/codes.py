"""The citizen's code, as in ``AAR-7KQ4-M``: the project's code, four random characters, a check character.

The alphabet has 31 characters that are not mistaken for one another on paper (no 0, O, 1, I, L); 31 is a
prime, so a weighted sum modulo 31 catches every single wrong character and every swap of two.
"""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 4


def new_code(project_code: str) -> str:
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{project_code}-{body}-{check_character(body)}"


def check_character(body: str) -> str:
    return ALPHABET[sum(weight * ALPHABET.index(letter) for weight, letter in enumerate(body, start=2)) % len(ALPHABET)]


def normalised(typed: str) -> str:
    """A code as somebody typed it, in its own form: capitals, no spaces around or within."""
    return "".join(typed.split()).upper()


def is_code(typed: str) -> bool:
    """Whether `typed` has a code's form and its check character fits."""
    parts = normalised(typed).rsplit("-", 2)
    if len(parts) != 3 or len(parts[1]) != LENGTH or not set(parts[1]) <= set(ALPHABET):
        return False
    return check_character(parts[1]) == parts[2]
