"""Encodings of texts that have few letters beyond ASCII."""

import pytest

SMALL = {
    "the money of Poland": ("Opis,Kwota\ndef,54 zł\nabc,9 zł\nxyz,65 zł\n", "cp1250"),
    "a Polish word at the end of cells": ("Produkt,Cena\nMasło,70\nMleko,56\nMasło,91\n", "cp1250"),
    "Hungarian names": ("Név,n\nGergő,35\nÉva,21\nGergő,14\nAnna,7\n", "cp1250"),
    "Slovak": ("názov,n\nľan,3\nľad,4\n", "cp1250"),
    "Turkish names": ("Ad,Yaş\nAyşe,57\nCan,11\nAli,55\n", "cp1254"),
    "Estonian": ("nimi,n\nTõnu,35\nÜlle,21\nPõder,14\n", "cp1252"),
    "Portuguese": ("posição,n\nopiniões,35\nmãe,21\nrazões,14\n", "cp1252"),
    "micrograms in cells": ("Parameter,Einheit\nZink,µg/l\nNitrat,µg/l\nBlei,µg/l\n", "cp1252"),
    "micromolar in a name": ("Sample,Conc (µM)\nS0,5.61\nS1,6.68\n", "cp1252"),
    "microseconds in a name": ("t µs,U\n0,4.21\n1,7.63\n", "cp1252"),
    "half-width kana of banks": (
        "ｺｳｻﾞ,ﾒｲｷﾞ,ｷﾝｶﾞｸ\nﾀﾅｶ ﾊﾅｺ,9109044,10172\nｽｽﾞｷ ｲﾁﾛｳ,3903361,51234\n",
        "cp932",
    ),
    "half-width kana below ideographs": (
        "口座番号,名義,金額\n6786551,ｶ)ﾔﾏﾀﾞｼﾖｳﾃﾝ,50582\n9557711,ｽｽﾞｷ ｲﾁﾛｳ,61835\n",
        "cp932",
    ),
    "two ideographs with Latin bytes": ("出典,n\na,1\nb,2\n", "cp932"),
    "Hebrew": ("עיר,כמות\nירושלים,5\nחיפה,7\nתל אביב,8\n", "cp1255"),
    "Russian in small letters": ("город,число\nмосква,5\nомск,7\nпсков,8\n", "cp1251"),
    "Greek of DOS": ("Πόλη,Ποσό\nΑθήνα,5\nΠάτρα,7\nΒόλος,8\n", "cp737"),
    "Russian in capitals": ("ГОРОД,ЧИСЛО\nМОСКВА,5\nОМСК,7\nПСКОВ,8\n", "cp1251"),
}
"""Texts and what they are encoded in."""


@pytest.mark.parametrize(("text", "encoding"), SMALL.values(), ids=SMALL)
def test_few_letters_tell_the_encoding(profiled, text, encoding):
    table, frame = profiled(text.encode(encoding))
    assert list(frame.columns) == text.splitlines()[0].split(",")
    assert [str(cell) for cell in frame.iloc[:, 0]] == [line.split(",")[0] for line in text.splitlines()[1:]]
    assert f'encoding="{encoding}"' in table["read"]
