/** The address holds something that this page cannot read; without it the page opens as it begins. */
export class BrokenAddress extends Error {
  /** The part of the address, such as `q`. */
  readonly part: string;
  /** Where in it, such as `steps`; empty: all of it. */
  readonly field: string;

  constructor(part: string, field: string) {
    super(`${part}${field ? `.${field}` : ""}`);
    this.name = "BrokenAddress";
    this.part = part;
    this.field = field;
  }
}

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);

/** True when a list has items of another sort than the example's: things where words stand, or the reverse. */
function isUnlike(found: unknown, known: unknown): boolean {
  if (!Array.isArray(known)) return isObject(known) && "last" in (known as object) && !isObject(found);
  return (
    !Array.isArray(found) || (known.length > 0 && found.some((each) => isObject(each) !== isObject(known[0])))
  );
}

/** The first field of a question that is not what it is in an example of its kind; null: it reads like one. */
export function unlikeExample(value: unknown, example: object): string | null {
  if (!isObject(value)) return "";
  const given = value as Record<string, unknown>;
  for (const [field, known] of Object.entries(example)) {
    const found = given[field];
    if (field === "kind" ? found !== known : found !== undefined && isUnlike(found, known)) return field;
  }
  return null;
}

/** The first field of a condition that cannot be one; null: the builder can show it. */
export function unlikeCondition(value: unknown, place = ""): string | null {
  if (!isObject(value)) return place;
  const entries = Object.entries(value as Record<string, unknown>);
  if (entries.length === 0) return null;
  const [name = "", held] = entries[0] ?? [];
  const at = place ? `${place}.${name}` : name;
  if (entries.length > 1) return place;
  if (name === "not") return unlikeCondition(held, at);
  if (name !== "all" && name !== "any") return isObject(held) ? unlikeClause(name, held as object, at) : at;
  if (!Array.isArray(held)) return at;
  return held.map((each, n) => unlikeCondition(each, `${at}[${n}]`)).find((each) => each !== null) ?? null;
}

const HELD: Record<string, [field: string, isRight: (value: unknown) => boolean]> = {
  did: ["event", (value) => typeof value === "string" || Array.isArray(value)],
  attribute: ["name", (value) => typeof value === "string"],
  sequence: ["steps", (value) => Array.isArray(value) && value.every(isObject)],
};

function unlikeClause(name: string, held: object, at: string): string | null {
  const [field, isRight] = HELD[name] ?? [];
  if (!field || isRight?.((held as Record<string, unknown>)[field])) return null;
  return `${at}.${field}`;
}
