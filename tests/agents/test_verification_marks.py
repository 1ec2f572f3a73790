"""What verification writes: the cells of claims, references that are put right, and marks in the text."""

import pytest
from verification_cases import MEANS, PENGUINS, cell, check

from agents.values import Answer, Artifact, Claim, Figure
from agents.verification import NOT_FOUND, verify


def test_each_claim_says_where_it_comes_from():
    verified = check("Adelie weigh 3,701 g [2], 1,375 g less than Gentoo at 5,076 g [2].", "ok", MEANS)
    found = {claim.value: (claim.cell, claim.how) for claim in verified.claims}
    assert found["3,701"] == (2, "cell 2")
    assert found["1,375"] == (2, "difference of two values in cell 2")


def test_a_claim_keeps_the_words_of_the_analyst():
    stated = Claim(text="The mean body mass", value="4,201.75", cell=1)
    verified = check("It is 4,201.75 g [1].", "4201.754", claims=(stated,))
    assert verified.claims == (stated.model_copy(update={"how": "cell 1"}),)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("It is 17 [2].", "It is 17 [1]."),
        ("It is 17 [9].", "It is 17 [1]."),
        ("It is 17 [1] or 42 [1].", "It is 17 [1] or 42 [2]."),
        ("It is 17 and 42 [2].", "It is 17 and 42 [2]."),
        ("It is 17.", "It is 17."),
    ],
)
def test_a_wrong_cell_reference_is_put_right(text, mended):
    assert check(text, "17", "42").text == mended


def test_the_cell_that_is_cited_comes_before_the_latest():
    assert check("It is 17 [1].", "17", "17").claims[0].cell == 1
    assert check("It is 17.", "17", "17").claims[0].cell == 2


def test_a_cell_that_failed_proves_nothing():
    verified = verify(Answer(text="It is 17."), [cell(1, "17", status="error")], "", PENGUINS)
    assert [claim.value for claim in verified.not_found] == ["17"]


@pytest.mark.parametrize(
    ("text", "marked", "closing"),
    [
        ("It is 4,301 g [1].", "It is 4,301 g ⚠ not verified [1].", "4,301. No output of the code shows it."),
        ("It is **5**.", "It is **5** ⚠ not verified.", "5. No output of the code shows it."),
        ("It is `5`.", "It is `5` ⚠ not verified.", "5. No output of the code shows it."),
        (r"It is \(5\).", r"It is \(5\) ⚠ not verified.", "5. No output of the code shows it."),
        (
            "It is 5 or 6.",
            "It is 5 ⚠ not verified or 6 ⚠ not verified.",
            "5, 6. No output of the code shows them.",
        ),
    ],
)
def test_what_is_not_found_is_marked_in_the_text(text, marked, closing):
    verified = check(text, "4201.75")
    assert verified.text == f"{marked}\n\n⚠ Not verified: {closing}"
    assert check(verified.text, "4201.75").text == verified.text


def test_the_number_of_another_is_told_with_its_owner():
    verified = check("Gentoo weigh 3,701 g, and 17 are older.", "ok", MEANS)
    whose = "3,701 is the value of Adelie in cell 2, not of Gentoo"
    assert [claim.how for claim in verified.not_found] == [whose, NOT_FOUND]
    assert verified.text.endswith(f"⚠ Not verified: 17. No output of the code shows it. {whose}.")
    assert check(verified.text, "ok", MEANS).text == verified.text
    japanese = check("Gentooは3,701gです。", MEANS).text
    assert japanese.endswith("⚠ 未確認: 3,701はセル1ではAdelieの値で、Gentooの値ではありません。")
    chinese = check("Gentoo重3,701克。", MEANS).text
    assert chinese.endswith("⚠ 未核实：3,701 是单元格 1 中 Adelie 的值，不是 Gentoo 的值。")


LINKS = [
    "See [sales 2031](sandbox:/mnt/data/sales%202031.csv) and /mnt/data/top 10.csv.",
    "See sandbox:/mnt/data/sales%202031.csv",
    "The file is `top 10.csv`; see [it][1].\n\n[1]: sandbox:/mnt/data/sales%202031.csv",
    "![](figure-31.png) and ![top 10](<top 10.csv>)",
]


@pytest.mark.parametrize("text", LINKS)
def test_the_digits_in_the_name_of_a_file_or_figure_state_nothing(text):
    assert check_files(text).text == text


def test_what_a_link_says_beyond_the_name_of_its_file_is_looked_up():
    text = "[The mean is 4,301](sandbox:/mnt/data/sales%202031.csv), [top 31](other.csv), 2031."
    assert [claim.value for claim in check_files(text).not_found] == ["4,301", "31", "2031"]


def check_files(text):
    files = tuple(Artifact(name=name, digest="0", size=1) for name in ("sales 2031.csv", "top 10.csv"))
    figure = Figure(id="figure-31", digest="0", title="", axes="", width=1, height=1)
    made = cell(1, "ok")
    execution = made.execution.model_copy(update={"files": files, "figures": (figure,)})
    return verify(Answer(text=text), [made.model_copy(update={"execution": execution})], "", PENGUINS)


def test_the_marks_are_in_the_language_of_the_answer():
    assert check("5です。", "42").text == "5 ⚠ 未確認です。\n\n⚠ 未確認: 5。コードの出力に見つかりません。"
    assert check("结果为5。", "42").text == "结果为5 ⚠ 未核实。\n\n⚠ 未核实：5。代码的输出中没有找到。"
