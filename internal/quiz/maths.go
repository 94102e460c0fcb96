package quiz

// MathsHint says what to do about maths that cannot be shown.
const MathsHint = "mend the formula, or write a dollar that is money as \\$"

// TagHint says what to do about HTML, which is not shown.
const TagHint = "write \\< for a bracket that is meant, or put code in backticks; where it is meant as layout, write Markdown"
