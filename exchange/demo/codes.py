from clients.codes import ALPHABET, LENGTH, check_character

# Prime to the alphabet's size, so the numbers 0, 1, 2 … give different codes that look drawn at random.
STEP, START = 571_787, 28_657


def code_at(project_code: str, number: int) -> str:
    """The code of the project's `number`-th citizen; the same at every load."""
    rest = (START + number * STEP) % len(ALPHABET) ** LENGTH
    body = ""
    for _ in range(LENGTH):
        rest, place = divmod(rest, len(ALPHABET))
        body += ALPHABET[place]
    return f"{project_code}-{body}-{check_character(body)}"
