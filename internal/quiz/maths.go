package quiz

// MathsHint says what to do about maths that cannot be shown.
const MathsHint = "mend the formula, or write a dollar that is money as \\$"
