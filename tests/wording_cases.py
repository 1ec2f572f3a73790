"""Pairs of sentences on what is said in other words, or once for several numbers: an honest, a lying one."""

FALL = "change -8.7"
RISE = "before 1000\nafter 1447"
YEARS = "year\n2022    1200000.0\n2023    1500000.0\n2024     900000.0\nName: revenue, dtype: float64"
SHARES = "a 0.442\nb 0.36\nc 0.198"
MONTHS = "month\n2021-03   17\n2021-10   90"

FALLS = (
    *("shrank by {}", "contracted by {}", "slid {}", "slipped {}", "dipped {}", "plunged {}", "tumbled {}"),
    *("slumped {}", "plummeted {}", "was cut by {}", "weakened by {}", "retreated by {}", "eased {}"),
    *("schrumpfte um {}", "ging um {} zurück", "verlor {}", "brach um {} ein", "verringerte sich um {}"),
    *("hat um {} abgenommen", "nahm um {} ab", "ist um {} zurückgegangen"),
    *("a chuté de {}", "a perdu {}", "s'est contracté de {}", "は{}落ち込みました", "は{}縮小しました"),
)
RISES = (
    *("jumped {}", "climbed {}", "advanced {}", "spiked {}", "accelerated {}", "rallied {}"),
    *("wuchs um {}", "nahm um {} zu", "legte um {} zu", "erhöhte sich um {}", "ist um {} angestiegen"),
    *("a progressé de {}", "a bondi de {}", "a crû de {}", "est en hausse de {}"),
    *("は{}伸びました", "は{}上昇しました", "は{}アップしました"),
)

PAIRS = [
    *((FALL, f"X {verb.format('8.7%')}.", f"X {verb.format('9.7%')}.") for verb in FALLS),
    *((RISE, f"X {verb.format('44.7%')}.", f"X {verb.format('54.7%')}.") for verb in RISES),
    # the scale or the sign of several numbers
    (YEARS, "It grew from 1.2 to 1.5 million euros.", "It grew from 1.3 to 1.5 million euros."),
    (YEARS, "It lay between 0.9 and 1.5 million.", "It lay between 0.8 and 1.5 million."),
    (YEARS, "It was 1.2, 1.5 and 0.9 million.", "It was 1.2, 1.4 and 0.9 million."),
    (YEARS, "€1.2–1.5 million", "€1.1–1.5 million"),
    (YEARS, "Es stieg von 1,2 auf 1,5 Mio. €.", "Es stieg von 1,3 auf 1,5 Mio. €."),
    (YEARS, "Il est passé de 1,2 à 1,5 million d'euros.", "Il est passé de 1,3 à 1,5 million d'euros."),
    (SHARES, "They make up 44.2, 36 and 19.8%.", "They make up 44.2, 38 and 19.8%."),
    (SHARES, "Between 19.8 and 44.2 percent.", "Between 18.9 and 44.2 percent."),
    # years and months beside any word
    *(
        (YEARS, said.format(2023), said.format(2031))
        for said in (
            *("Im Jahr {} waren es 1500000.", "Das Jahr {} war das beste.", "Ende {} waren es 1500000."),
            *("Umsatz {}: 1500000", "Revenue {}: 1,500,000", "Total {}: 1,500,000", "FY {}: 1,500,000"),
            "Peak {}: 1,500,000",
        )
    ),
    *(
        (MONTHS, said.format(2021), said.format(2031))
        for said in (
            *("Im Oktober {} waren es 90.", "Le pic: Octobre {} (90).", "Peak: Okt {}, 90"),
            *("October {}: 90", "Em Outubro {}: 90", "Im März {} waren es 17."),
        )
    ),
    (MONTHS, "Im Oktober 2021 waren es 90.", "Im Mai 2021 waren es 90."),
    (MONTHS, "Der Oktober 2021 hatte 90.", "Der Dezember 2021 hatte 90."),
    # factors and fractions in words
    ("before 1000\nafter 2470", "It more than doubled.", "It more than tripled."),
    ("before 1000\nafter 2470", "Es hat sich mehr als verdoppelt.", "Es hat sich mehr als verdreifacht."),
    ("before 1000\nafter 2040", "It doubled.", "It tripled."),
    ("before 1000\nafter 2040", "Es hat sich verdoppelt.", "Es hat sich verdreifacht."),
    ("before 1000\nafter 2040", "Les ventes ont doublé.", "Les ventes ont triplé."),
    ("before 1000\nafter 510", "It halved.", "It tripled."),
    ("before 1000\nafter 510", "Es hat sich halbiert.", "Es hat sich verdreifacht."),
    ("before 1000\nafter 510", "If it tripled, it would be more.", "It halved, and then tripled."),
    ("a 4123\nb 988", "a ist viermal so hoch wie b.", "a ist dreimal so hoch wie b."),
    ("a 4123\nb 988", "a vaut environ quatre fois plus que b.", "a vaut environ six fois plus que b."),
    ("share 0.34", "Ein Drittel davon.", "Drei Viertel davon."),
    ("share 0.52", "Rund die Hälfte davon.", "Rund ein Viertel davon."),
    ("share 0.52", "Plus de la moitié.", "Les trois quarts."),
    ("share 0.66", "Almost two thirds.", "Almost three quarters."),
    # headings
    ("x 344", "## 344 penguins in total", "## 354 penguins in total"),
    ("x 344", "## 1 Count\n\nIt is 344.\n\n## 2 Next", "## 1 Count\n\nIt is 344.\n\n## 354 Next"),
    ("x 344", "## 1.1 Count\n\nIt is 344.", "### 2031 was best, with 344"),
]
