import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en";
import { zh } from "./zh";

export type Language = "zh" | "en";

const KEPT = "stayflow.language";

/** "1 days": a number stands in the words, and of exactly one the English noun behind it loses its s. */
const ONE_OF =
  /(?<![\d.,])1 (minute|hour|day|week|month|quarter|period|step|name|group|tile|column|row|click|event|question)s\b/g;
const singular = {
  type: "postProcessor" as const,
  name: "singular",
  process: (said: string) => said.replace(ONE_OF, "1 $1"),
};

function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === "zh" || kept === "en") return kept;
  return navigator.language.toLowerCase().startsWith("en") ? "en" : "zh";
}

/** Starts the words before the first paint; both languages travel with the page. */
export function startLanguage(): Promise<unknown> {
  const language = firstLanguage();
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  return i18next
    .use(initReactI18next)
    .use(singular)
    .init({
      lng: language,
      fallbackLng: "zh",
      resources: { zh: { translation: zh }, en: { translation: en } },
      interpolation: { escapeValue: false },
      returnNull: false,
      postProcess: [singular.name],
    });
}

/** Changes the language now and for the next visit. */
export async function changeLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEPT, language);
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  await i18next.changeLanguage(language);
}
