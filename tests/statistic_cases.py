"""Means, medians and standard deviations: what is told as what it is, and what is told as another."""

from named_outputs import AGG, SERIES

DESCRIBED = """\
count     342.000000
mean     4201.754386
std       801.954536
min      2700.000000
25%      3550.000000
50%      4050.000000
75%      4750.000000
max      6300.000000
"""
BOTH = "{'mean': 4201.75, 'median': 4050.0}"
BESIDE = """\
          mean  median
Adelie  3700.0  3650.0
Gentoo  5076.0  5000.0
"""
LINES = "mean 4201.75\nmedian 4050.0\n"
EXTREMES = """\
           min    max    mean
Adelie  2850.0 4775.0  3700.0
Gentoo  3950.0 6300.0  5076.0
"""
MASS = "penguins['Body Mass (g)']"
BY_SPECIES = "penguins.groupby('Species')['Body Mass (g)']"

RIGHT = [
    # the ends and the quartiles
    (DESCRIBED, "", "The minimum is 2,700 g, the maximum 6,300 g."),
    (DESCRIBED, "", "The lowest mass is 2,700 g and the highest 6,300 g."),
    (DESCRIBED, "", "The lower quartile is 3,550 g, the upper quartile 4,750 g."),
    (DESCRIBED, "", "The highest quarter begins at the upper quartile of 4,750 g."),
    (DESCRIBED, "", "It ranges from the minimum of 2,700 g to the maximum of 6,300 g."),
    (EXTREMES, "", "Gentoo has the highest maximum (6,300 g) and the highest mean (5,076 g)."),
    (EXTREMES, "", "The lowest maximum is that of Adelie (4,775 g)."),
    ("max 30\nmin 3", "", "The longest took 30 min, the shortest 3 min."),
    (DESCRIBED, "", "The median is 4,050 g and the mean 4,202 g."),
    (DESCRIBED, "", "The mean body mass is 4,202 g (SD 802 g)."),
    (DESCRIBED, "", "Body mass: 4,202 ± 802 g (mean ± SD)."),
    (DESCRIBED, "", "Mean: 4,202 ± 802 g."),
    (DESCRIBED, "", "Mean: 4,202 g, 50%: 4,050 g."),
    (BOTH, "", "| mean | median |\n|---|---|\n| 4,201.75 | 4,050 |"),
    (BESIDE, "", "Gentoo have a median of 5,000 g and a mean of 5,076 g."),
    (LINES, "", "The mean is 151.75 g above the median."),
    (LINES, "", "The mean (4,201.75 g) exceeds the median (4,050 g) by 151.75 g."),
    ("4050.0", f"{MASS}.median()", "The median is 4,050 g."),
    ("4050.0", f"{MASS}.median()", "体重の中央値は4,050gです。"),
    ("4201.75", f"{MASS}.mean()", "Die durchschnittliche Masse ist 4201,75 g."),
    (SERIES, f"{BY_SPECIES}.mean()", "Gentoo average 5,076 g, 1,375 g more than Adelie."),
    ("4201.75", f"{MASS}.mean()", "Mean 4,201.75 g (median not shown)."),
    ("802.0", f"{MASS}.std()", "The masses deviate from their mean by 802 g on average."),
    ("802.0", f"{MASS}.std()", "Im Durchschnitt weichen sie um 802 g ab."),
    ("5076.0", f"{BY_SPECIES}.mean().max()", "The highest average is 5,076 g."),
    # more than one statistic in the code, or none that makes the number
    ("4050.0", "print(round(middle, 1))", "The average is 4,050 g."),
    ("4050.0", f"print({MASS}.median(), {MASS}.mean())", "The average is 4,050 g."),
    ("4050.0", f"print(2 * {MASS}.median())", "The average is 4,050 g."),
    ("4050.0", "t['m'] = t.a.median()\nprint(-t.a.sum())", "The average is 4,050 g."),
    ("4050.0", f"print({MASS}.median().pipe(again))", "The average is 4,050 g."),
    ("4050.0", "m = a.median()\nm += b.mean()\nprint(m)", "The average is 4,050 g."),
    ("4050.0", f"{MASS}.agg(['mean', 'median'])", "The average is 4,050 g."),
    ("4050.0", f"{MASS}.agg(lambda values: values.median())", "The average is 4,050 g."),
    ("4050.0", "penguins.agg({'n': 'mean', 'Body Mass (g)': middle})", "The median is 4,050 g."),
    ("4050.0", "-" * 100_000 + "1", "The average is 4,050 g."),
    ("124", f"print(({MASS} > {MASS}.median()).sum())", "124 are above average."),
]
WRONG = [
    (DESCRIBED, "", "The maximum is 4,750 g.", ["4,750"]),
    (DESCRIBED, "", "The mean is 4,050 g.", ["4,050"]),
    (DESCRIBED, "", "The lowest mass is 3,550 g.", ["3,550"]),
    (DESCRIBED, "", "The minimum is 6,300 g.", ["6,300"]),
    (DESCRIBED, "", "The highest mass is 2,700 g.", ["2,700"]),
    (DESCRIBED, "", "The lower quartile is 4,750 g.", ["4,750"]),
    ("{'min': 3.5, 'max': 9800}", "", "The highest value is 3.5.", ["3.5"]),
    (EXTREMES, "", "The maximum of Gentoo is 3,950 g.", ["3,950"]),
    (DESCRIBED, "", "The median is 4,201.75 g.", ["4,201.75"]),
    (DESCRIBED, "", "Body mass averages 802 g.", ["802"]),
    (BOTH, "", "Mean 4,050, median 4,201.75.", ["4,050", "4,201.75"]),
    (BOTH, "", "| mean | median |\n|---|---|\n| 4,050 | 4,201.75 |", ["4,050", "4,201.75"]),
    (BESIDE, "", "Gentoo have a mean of 5,000 g and a median of 5,076 g.", ["5,000", "5,076"]),
    (AGG, "", "The median of Gentoo is 5,076 g.", ["5,076"]),
    (LINES, "", "4,050 g is the average.", ["4,050"]),
    ("4050.0", f"{MASS}.median()", "The mean is 4,050 g.", ["4,050"]),
    ("4050.0", f"print({MASS}.median().round(1))", "On average a penguin weighs 4,050 g.", ["4,050"]),
    ("4050.0", f"m = {MASS}.median()\nprint(round(m, 1))", "The average body mass is 4,050 g.", ["4,050"]),
    ("4050.0", f"np.nanmedian({MASS})", "The average body mass is 4,050 g.", ["4,050"]),
    ("5076.0", f"{BY_SPECIES}.median().max()", "The highest average is 5,076 g.", ["5,076"]),
    (SERIES, f"{BY_SPECIES}.agg('mean')", "Gentoo have a median of 5,076 g.", ["5,076"]),
    (SERIES, f"{BY_SPECIES}.agg(m='median').reset_index()", "Gentoo weigh 5,076 g on average.", ["5,076"]),
    ("802.0", f"{MASS}.std()", "The mean is 802 g.", ["802"]),
    ("4050.0", f"{MASS}.median()", "体重の平均は4,050gです。", ["4,050"]),
    ("4050.0", f"{MASS}.median()", "Der Mittelwert beträgt 4.050 g.", ["4.050"]),
    ("4050.0", f"{MASS}.median()", "La moyenne est de 4 050 g.", ["4 050"]),
]
