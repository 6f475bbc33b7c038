"""What is wrong with a date that somebody gave."""


class DateError(ValueError):
    """A date that cannot be read. The caller puts ``code`` into words; ``value`` is what was given.

    ``hint`` is a form that would be accepted and may have been meant, or the empty string. Codes:

    ====================== ===================================================== =====================
    code                   what was given                                        hint, for example
    ====================== ===================================================== =====================
    ``empty``              nothing, or white space                               ``1985``
    ``not_a_date``         neither EDTF nor one of the typed forms               ``14/3/1985``
    ``no_such_day``        a day that the month does not have (30/2/1985)        ``1985-02``
    ``month_out_of_range`` a month over 12 (3/14/1985)                           ``14/3/1985``
    ``ambiguous``          what can be read in two ways (85, 1986-94, 1900s)     ``1986/1994``
    ``end_before_start``   an interval that ends before it starts                ``1985/1990``
    ``other_calendar``     a Hijri year (1405 هـ): give the Gregorian date       the empty string
    ``not_supported``      EDTF that an archive of testimony has no words for    ``1985``
                           (times of day, significant digits, years of more
                           than four figures, ``198X-06``, nested sets)
    ====================== ===================================================== =====================
    """

    def __init__(self, code: str, value: str, hint: str = "") -> None:
        super().__init__(f"{code}: {value!r}" + (f" (try {hint})" if hint else ""))
        self.code = code
        self.value = value
        self.hint = hint
