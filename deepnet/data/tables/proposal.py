"""Which column a table is likely about: what its columns are called, where they stand, what they hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

# Names are compared in small letters, in words, without units in brackets: SalePrice is "sale price".
# A group: its weight, and the ends of names that it stands for.
_NAMES = (
    (
        110,
        "survived|survival|churn|churned|exited|diagnosis|attrition|canceled|cancelled|is fraud|fraud|"
        "isfraud|death event|readmitted|satisfaction|creditability|target|labels?|class label|target class|"
        "ground truth|rain tomorrow|loan status|cover type|price range|leave or not",
    ),
    (
        100,
        "class|classes|klasse|classe|clase|classification|outcome|species|variety|sentiment|"
        "category name|left",
    ),
    (
        82,
        "(sale|sales|selling|sold|average|median|final|house|car|unit|total|resale) (price|value|cost)|medv|"
        "medhouseval|med house val|life expectancy|life exp|(happiness|ladder|final) score|g3|final grade|"
        "(global|total|overall|weekly|item outlet) sales|chance of admit|co2 emissions?|fare amount|"
        "approved|defaulted|purchased|subscribed|clicked( on ad)?|converted|hired|admitted|"
        "default payment( next month)?|default next month|conversion|subscription|decision|credit risk",
    ),
    (
        70,
        "prices?|costs?|scores?|sales|profit|revenue|charges|expenses|salary|income|wages?|quality|rings|"
        "strength|ratings?|response|click|yield|emissions?|consumption|demand|cnt|tip|spam|died|dead|deceased|"
        "mortality|result|output|y true|admit|won|winner|verdict|legendary|close|adj close|passengers|gpa|"
        "risk|hazard|price usd|failure|failed|deposit|preis|prix|precio|prezzo|umsatz|kosten|gewinn|ergebnis|"
        "zielvariable|ziel|ventas|resultado|note|noten|points scored",
    ),
    (58, "mpg|heart disease|area burned"),
    (50, "status|power|load|delay|amount|passed|pass|fail|success|authentic|legit|grade"),
    (35, "y|type|y1|y 1|output 1|duration|fare|rank|level|group|segment|genre|play|income group|points"),
    (28, "stroke|disease|diabetes|cancer|tumou?r"),
    (15, "values?|count|total|size|number"),
)
_BY_NAME = [(weight, re.compile(rf"(?:.* )?(?:{names})")) for weight, names in _NAMES]
# Ends of names that say so only where they are the whole name, or nearly.
_WHOLE_ONLY = re.compile(
    r"y|type|y 1|y1|class|classes|group|level|left|close|pass|fail|rank|play|note|expectancy|won|grade|mpg"
)
_NEARLY_WHOLE = re.compile(r"(target|the|is|cover|label|true|actual|final|output|adj|life|overall|total) \w+")
_OF_BEFORE = re.compile(r"(.* )?(flagged|predicted|previous|prev|prior|past|history|last year)( .*)?")
# What is known of a row beforehand: who, when, where.
_GIVEN = re.compile(
    r"(?:.* )?(age|sex|gender|geschlecht|sexe|year|jahr|month|monat|day|tag|weekday|hour|minute|date|datum|"
    r"time|lat|latitude|lon|long|lng|longitude|zip|zipcode|zip code|postcode|plz|country|region|city|state|"
    r"name|address|x|z|unnamed 0|island|district|street|smoker|marital status|marital|education|experience|"
    r"id|default|housing|employment status|status of existing checking account|previous grade|g1|g2|"
    r"blood type|house type|room type|property type|job type|chest pain type)"
)
_OF_MANY = re.compile(r"(max|min|count|number|no|num|years?|months?|days?|avg)\b.*")
LIKE_AN_ANSWER = 70  # weight of a name from which its column may be another answer
SURE = 100  # weight of a name that says that its column is the answer
LAST, LAST_OF_USABLE, OF_WORDS, OF_CODES, ALONE_OF_CLASSES, FIRST_OF_CODES = 30, 12, 15, 12, 10, 45


@dataclass(frozen=True)
class Look:
    """What the proposal knows of a column.  usable: whether it could be predicted at all."""

    name: str
    type: str
    classes: int  # 0 for a quantity
    usable: bool
    whole: bool = False  # numbers without fractions
    constant: bool = False  # the same in every row


def ranked(looks: Sequence[Look], *, named: bool) -> list[str]:
    """The columns that could be predicted, the likeliest first.  named: whether the file has names."""
    words = {look.name: plain_words(look.name) for look in looks}
    series = _series(words.values())
    usable = [look for look in looks if look.usable]
    of_classes = [look for look in usable if look.classes]
    scores = {}
    for place, look in enumerate(usable):
        score = 0.0
        if named:
            last = look.name == looks[-1].name
            score += by_name(words[look.name], words.values(), numeric=look.type == "number", last=last)
        if look.name == looks[-1].name:
            score += LAST
        elif place == len(usable) - 1:
            score += LAST_OF_USABLE
        if look.classes:
            score += OF_WORDS if look.type == "category" else OF_CODES
            score += ALONE_OF_CLASSES if len(of_classes) == 1 else 0
        if re.sub(r"\d+", "#", words[look.name]) in series:
            score -= 50
        scores[look.name] = score
    if not named:
        _without_names(looks, scores)
    # Of equals the last, as most files have it.
    order = sorted(scores, key=lambda name: (-scores[name], -[look.name for look in looks].index(name)))
    return [name for name in order if scores[name] >= 0] or order


def meant_all_the_same(looks: Sequence[Look]) -> list[str]:
    """A column of one value that by its name would be the answer where no other is: it is to be refused, not
    passed over in silence.
    """
    words = {look.name: plain_words(look.name) for look in looks}
    weights = {look.name: by_name(words[look.name], (), numeric=False) for look in looks}
    if any(look.usable and weights[look.name] >= SURE for look in looks):
        return []
    return [look.name for look in looks if look.constant and weights[look.name] >= SURE][:1]


def by_name(words: str, others, *, numeric: bool, last: bool = False) -> float:
    """How much a name says that its column is the answer; less than 0 for what is known beforehand.

    >>> [by_name(words, [], numeric=True) for words in ("sale price", "price", "age")]
    [82.0, 70.0, -20.0]
    """
    if words == "y" and "x" in others and not (last and "z" not in others):
        return -20.0  # a place
    for weight, names in _BY_NAME:
        if names.fullmatch(words) and _says_so(words):
            if words in ("salary", "income") and not numeric:
                return 40.0
            if _OF_BEFORE.fullmatch(words) or (_GIVEN.fullmatch(words) and weight < 82):
                return -20.0
            return float(weight) - 15 * bool(_OF_MANY.match(words))
    return -20.0 if _GIVEN.fullmatch(words) else 0.0


def _says_so(words):
    end = words.rsplit(" ", 1)[-1]
    return words == end or not _WHOLE_ONLY.fullmatch(end) or bool(_NEARLY_WHOLE.fullmatch(words))


def _without_names(looks, scores):
    """Where no name helps: codes of classes in front of measures, and words among numbers."""
    if len(looks) < 3:
        return
    first, last, between = looks[0], looks[-1], looks[1:-1]
    numbers = [look for look in between if look.type == "number"]
    in_front = (
        first.usable and first.classes and not (last.usable and last.classes and last.type == "category")
    )
    if in_front and len(numbers) > 0.5 * len(between):
        counts = last.usable and last.whole and not last.classes and not all(look.whole for look in numbers)
        if first.type == "number":
            scores[first.name] += 0 if last.classes else FIRST_OF_CODES
        elif not counts:
            scores[first.name] += FIRST_OF_CODES
    elif in_front and first.type == "category" and all(look.type == "category" for look in between):
        scores[first.name] += FIRST_OF_CODES if first.classes == 2 < last.classes else 0
    words = [look for look in looks if look.usable and look.classes and look.type == "category"]
    if len(words) == 1 and words[0] not in (first, last):
        scores[words[0].name] += LAST


def _series(names):
    """Stems that many names share, numbered: pixel #, v#: the parts of one measurement."""
    stems = Counter(re.sub(r"\d+", "#", name) for name in names if re.search(r"\d", name))
    return {stem for stem, count in stems.items() if count >= 6}


def plain_words(name: str) -> str:
    """A name in small letters and single words, without what stands in brackets.

    >>> [plain_words(name) for name in ("SalePrice", "Spending Score (1-100)", "User_ID", "PID")]
    ['sale price', 'spending score', 'user id', 'pid']
    """
    bare = re.sub(r"[(\[{<][^)\]}>]*[)\]}>]?", " ", name)
    bare = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", bare if bare.strip() else name)
    return " ".join(re.sub(r"[\s_.\-/:#?!*]+", " ", bare).lower().split())
