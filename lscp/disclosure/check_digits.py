"""Check digits of numbers that stand for one person. The arguments have no spaces."""

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def nhs_number_fits(digits: str) -> bool:
    """Ten digits, the last of which is the modulus 11 check digit (NHS Data Dictionary). Ten equal ones never fit."""
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return (11 - rest) % 11 == int(digits[9])  # a remainder of one calls for 10, which no digit equals


def upn_fits(upn: str) -> bool:
    """A check letter, eleven digits, and a twelfth or, in a temporary number, a letter (DfE, UPN guidance)."""
    if len(upn) != 13 or upn[0] not in UPN_LETTERS:
        return False
    values = [UPN_LETTERS.find(c) if c.isalpha() else int(c) for c in upn[1:]]
    if -1 in values or not upn[1:12].isdigit():
        return False
    return UPN_LETTERS[sum(v * weight for v, weight in zip(values, range(2, 14), strict=True)) % 23] == upn[0]
