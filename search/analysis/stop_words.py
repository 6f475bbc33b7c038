"""Words too common to search for on their own.

They stay in the index, so that phrases are exact; a query that has other words goes without them. Own lists: function
words only, no word that could be what a reader looks for (``home``, ``بيت``). Normalised spelling. Pure: no Django.
"""

ENGLISH: frozenset[str] = frozenset(
    """
    a an and are as at be been but by did do does for from had has have he her him his i if in into is it its me my no
    nor not of on or our she so than that the their them then there these they this those to us was we were what when
    where which who whom whose why will with would you your
    """.split()
)

ARABIC: frozenset[str] = frozenset(
    """
    في من الي علي عن مع هذا هذه ذلك تلك هولاء الذي التي الذين ما لا لم لن ان انه انها كان كانت كانوا هو هي هم هن نحن
    انا انت او ثم قد لقد كل بين حتي اذا عند عندما حيث كما لكن بل غير منه منها فيه فيها عليه عليها به بها له لها لهم
    هل ماذا متي اين كيف لماذا الا اي ايضا بعد قبل و يا
    """.split()
)

STOP_WORDS: frozenset[str] = ENGLISH | ARABIC
