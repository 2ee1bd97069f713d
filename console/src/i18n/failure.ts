import chinese from "./zh/errors.json";

/** A failure as somebody reads it: a sentence, and the server's own words when they are another language. */
export interface Failure {
  sentence: string;
  /** Names the field and the value; null when the sentence is the server's own. */
  detail: string | null;
}

const CHINESE: Readonly<Record<string, string>> = chinese;

function codeOf(error: unknown): string | null {
  if (typeof error !== "object" || error === null || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}

function wordsOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("message" in error)) return String(error);
  return String(error.message);
}

/** What went wrong in the reader's language; the sentences stand in `zh/errors.json`, one a code. */
export function failureIn(language: string, error: unknown): Failure {
  const code = language.startsWith("zh") ? codeOf(error) : null;
  const sentence = code ? CHINESE[code] : undefined;
  const words = wordsOf(error);
  return sentence ? { sentence, detail: words } : { sentence: words, detail: null };
}
