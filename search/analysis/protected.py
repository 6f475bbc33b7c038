"""Words that the light stemmer would turn into other words.

A final ان or ين of a name is no dual and no plural: without this list a search for Lebanon finds milk, and one for
Jenin finds embryos. Only names of the region that were seen to collide with a common word; normalised spelling.
"""

WORDS_NOT_TO_STEM: frozenset[str] = frozenset(
    """
    الله
    لبنان عمان جنين ايران السودان سودان الجولان جولان بيسان حوران حران عفرين تركمان
    حسين حسان عدنان غسان مروان عثمان سليمان نعمان رمضان شعبان سلطان برهان
    """.split()
)
