"""What an answer claims without a number of its own, and whether the columns of outputs bear it out."""
