// The language of filters and checks, as `rules/expressions.py` computes it: lists are operations,
// what is unknown is null and stays so, "and" and "or" follow Kleene.

const isNumber = (value) => typeof value === "number";
const numbers = (found) => found.every(isNumber);
const compared = (test) => (found) => (numbers(found) ? test(found[0], found[1]) : null);
const folded = (step) => (found) =>
  numbers(found)
    ? found.slice(1).reduce((total, one) => (total === null ? null : step(total, one)), found[0])
    : null;

const LOOKS = {
  value: (known, [code]) => known.values[code] ?? null,
  before: (known, [code]) => known.before[code] ?? null,
  known: (known, [code]) => (known.values[code] ?? null) !== null,
  sum: (known, codes) => {
    const asked = codes.filter((code) => !known.hidden.has(code)).map((code) => known.values[code]);
    return numbers(asked) ? asked.reduce((total, one) => total + one, 0) : null;
  },
  has: (known, [code, option]) => {
    const held = known.values[code];
    return Array.isArray(held) ? held.includes(option) : null;
  },
};

const LOGIC = {
  and: (found) => (found.includes(false) ? false : found.every((one) => one === true) || null),
  or: (found) => (found.includes(true) ? true : found.every((one) => one === false) ? false : null),
};

const same = ([first, second]) => JSON.stringify(first) === JSON.stringify(second);
const PLAIN = {
  not: ([one]) => (typeof one === "boolean" ? !one : null),
  abs: ([one]) => (isNumber(one) ? Math.abs(one) : null),
  "=": same,
  "!=": (found) => !same(found),
  "<": compared((first, second) => first < second),
  "<=": compared((first, second) => first <= second),
  ">": compared((first, second) => first > second),
  ">=": compared((first, second) => first >= second),
  "+": folded((total, one) => total + one),
  "-": folded((total, one) => total - one),
  "*": folded((total, one) => total * one),
  "/": folded((total, one) => (one ? total / one : null)),
};

// `known` holds values and before (by code) and hidden (a Set of codes).
export function evaluate(expression, known) {
  if (!Array.isArray(expression)) return expression;
  const [name, ...rest] = expression;
  if (name in LOOKS) return LOOKS[name](known, rest);
  const found = rest.map((one) => evaluate(one, known));
  if (name in LOGIC) return LOGIC[name](found);
  return found.includes(null) ? null : PLAIN[name](found);
}
