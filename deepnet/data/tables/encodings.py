"""Which encoding the bytes of a text are in."""

from __future__ import annotations

import codecs
import re

from deepnet.data.dataset import DataError

NOT_TEXT = "the file is neither text nor a kind known here; save it as CSV, TSV, xlsx or parquet"
LOOK = 200_000  # bytes or characters of a file that are looked at
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# The letters beyond a to z of languages that share an encoding of one byte a letter.  The first encoding
# that explains the letters best is taken, so that Excel's own in western Europe wins over its relatives.
_ALPHABETS = {
    "cp1252": (
        "áéíóúüñªº",
        "àâæçéèêëîïôœùûüÿ",
        "áâãàçéêíóôõúüªº",
        "äöüßéè",
        "àèéìíîòóùú",
        "åäöéüà",
        "æøåéèêóòôäöü",
        "áéíóúýþæöð",
        "éèëïíóöüáê",
        "àèéíïòóúüç",
        "äõöüšž",
    ),
    "mac_roman": ("áéíóúüñ", "àâæçéèêëîïôœùûüÿ", "áâãàçéêíóôõúü", "äöüßéè", "åäöé", "æøåé"),
    "iso8859_15": ("àâæçéèêëîïôœùûüÿ", "äõöüšž"),
    "cp1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áéíóöőúüű", "ăâîşţ", "čćđšž", "áäčďéíĺľňóôŕšťúýž"),
    "cp1254": ("çğıöşüâîûİ",),
    "cp1251": ("абвгдежзийклмнопрстуфхцчшщъыьэюяё", "абвгдежзийклмнопрстуфхцчшщьюяєіїґ"),
    "koi8_r": ("абвгдежзийклмнопрстуфхцчшщъыьэюяё",),
    "cp1253": ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώ",),
}
_SIGNS = frozenset("£€°²³µ§±·×÷½¼¾«»‘’“”„–—…¡¿©®™†•¢¥ªº\xa0")
_OTHERS = ["shift_jis", "gb18030", "big5", "euc_jp", "euc_kr", "cp1255", "cp1256", "latin_1"]
_HIGH = re.compile(rb"[\x80-\xff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_ENOUGH = 40_000  # bytes from the first one beyond ASCII


def guess_encoding(data: bytes) -> str:
    """Name of the encoding: a byte order mark, UTF-8 if it fits or nearly fits, else what the letters say."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding
    head = data[:LOOK]
    if b"\0" not in head and (is_utf8(data) or _is_nearly_utf8(data)):
        return "utf-8"
    if head.count(b"\0") > len(head) / 4:
        return "utf-16-be" if head[::2].count(b"\0") > head[1::2].count(b"\0") else "utf-16-le"
    if b"\0" in head:
        raise DataError(NOT_TEXT)
    return _by_letters(_around_high_bytes(data))


def is_utf8(data: bytes) -> bool:
    """Whether all bytes are UTF-8; looked at piece by piece, to hold no second copy of a large file."""
    decoder, piece = codecs.getincrementaldecoder("utf-8")(), 1 << 20
    try:
        for start in range(0, len(data), piece):
            decoder.decode(data[start : start + piece], final=start + piece >= len(data))
    except UnicodeDecodeError:
        return False
    return True


def _is_nearly_utf8(data):
    """Whether more letters are right in UTF-8 than wrong: in other encodings they are so by accident only."""
    text = data[: 10 * LOOK].decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(ord(sign) > 127 for sign in text) - wrong
    return right > wrong


def _around_high_bytes(data):
    """A piece of the file that begins a little before the first byte beyond ASCII."""
    first = _HIGH.search(data)
    start = max(0, first.start() - 1000) if first else 0
    return data[start : start + _ENOUGH]


def _by_letters(data):
    best, best_share = "", 0.0
    for encoding, alphabets in _ALPHABETS.items():
        text = data.decode(encoding, "replace")
        share = max(_explained(text, alphabet) for alphabet in alphabets)
        if share > best_share + 0.02:
            best, best_share = encoding, share
    if best_share >= 0.9:
        return best
    import charset_normalizer

    found = charset_normalizer.from_bytes(data, cp_isolation=[*_ALPHABETS, *_OTHERS]).best()
    if found is None or found.encoding in _ALPHABETS:
        return best or "cp1252"
    return found.encoding


def _explained(text, alphabet):
    """Share of the signs beyond ASCII that are letters of the alphabet, or signs where signs may stand."""
    letters, found, high = set(alphabet), 0, 0
    latin = alphabet[0] < "Ͱ"
    for match in _BEYOND_ASCII.finditer(text):
        i, sign = match.start(), match[0]
        high += 1
        before = text[i - 1] if i else " "
        after = text[i + 1] if i + 1 < len(text) else " "
        if sign.lower()[0] in letters or sign in letters:
            # A capital after a small letter, or two scripts in a word, are letters of another encoding.
            odd = sign.isupper() and before.islower()
            found += not (odd or (not latin and (_is_ascii_letter(before) or _is_ascii_letter(after))))
        elif sign in _SIGNS:
            found += not (before.isalpha() and after.isalpha()) or sign in "’·"
    return found / high if high else 1.0


def _is_ascii_letter(sign):
    return sign.isascii() and sign.isalpha()
