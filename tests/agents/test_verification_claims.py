"""What answers claim in words, against the columns of outputs."""

import claim_cases
import honest_cases
import pytest
import rank_cases
from verification_cases import missed


@pytest.mark.parametrize(("output", "text"), [*claim_cases.RIGHT, *honest_cases.RIGHT])
def test_what_is_claimed_in_words_and_fits_a_column_is_found(output, text):
    assert missed(text, output, profile=rank_cases.SALES, question=claim_cases.QUESTION) == []


@pytest.mark.parametrize(("output", "text", "values"), [*claim_cases.WRONG, *honest_cases.WRONG])
def test_what_is_claimed_in_words_and_fits_no_column_is_caught(output, text, values):
    assert missed(text, output, profile=rank_cases.SALES, question=claim_cases.QUESTION) == values


@pytest.mark.parametrize("question", honest_cases.UNORDERED)
def test_a_list_in_the_order_of_its_names_is_no_claim(question):
    listed = "1. East\n2. North\n3. South\n4. West\n"
    assert missed(listed, rank_cases.SUMS, profile=rank_cases.SALES, question=question) == []
