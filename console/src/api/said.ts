/** One meaning in both languages of the console. */
export interface Said {
  zh: string;
  en: string;
}

/** The reader's half of it. */
export function inLanguage(said: Said | string | null | undefined, language: "zh" | "en"): string {
  if (!said) return "";
  return typeof said === "string" ? said : said[language];
}
