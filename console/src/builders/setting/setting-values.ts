import type { Shape } from "@/api/shape";
import { readPairs, writePairs } from "@/lib/pairs";

export type Setting = Shape<"SettingShape">;

/** Settings as the API has them, by name. */
type Settings = Record<string, unknown>;

/** What the form begins with: what is stored, or what each setting begins with. */
export function asTyped(asks: Setting[], stored: Settings | null): Settings {
  const typed = (each: Setting) => {
    if (stored === null) return each.default;
    const value = stored[each.name];
    return each.kind === "pairs" ? writePairs((value ?? null) as Record<string, string> | null) : value;
  };
  return Object.fromEntries(asks.map((each) => [each.name, typed(each)]));
}

/** What is sent of a form; an empty field is not: the server keeps a secret, and knows its defaults. */
export function asSettings(asks: Setting[], typed: Settings): Settings {
  const given = asks.filter(({ name }) => ![null, undefined, ""].includes(typed[name] as null));
  return Object.fromEntries(
    given.map(({ name, kind }) => [name, kind === "pairs" ? readPairs(String(typed[name])) : typed[name]]),
  );
}
