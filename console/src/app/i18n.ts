import i18next from "i18next";
import { initReactI18next } from "react-i18next";

import en from "./messages/en.json" with { type: "json" };

/** Languages with a message file; the first is the fallback. */
export const LANGUAGES = { en: "English", ko: "한국어", pt: "Português" } as const;
export type Language = keyof typeof LANGUAGES;

const STORAGE_KEY = "whereabouts.language";
const LOADERS: Record<Exclude<Language, "en">, () => Promise<{ default: object }>> = {
  ko: () => import("./messages/ko.json"),
  pt: () => import("./messages/pt.json"),
};

/** Loads the language this browser chose, or its own, and prepares `t`. */
export async function startLanguages(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
  });
  await chooseLanguage(storedLanguage() ?? browserLanguage(), { remember: false });
}

/** Switches the whole console; `remember` keeps the choice in this browser. */
export async function chooseLanguage(
  language: Language,
  { remember }: { readonly remember: boolean },
): Promise<void> {
  if (language !== "en" && !i18next.hasResourceBundle(language, "translation")) {
    const messages = await LOADERS[language]();
    i18next.addResourceBundle(language, "translation", messages.default);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  if (remember) localStorage.setItem(STORAGE_KEY, language);
}

function storedLanguage(): Language | undefined {
  const stored = localStorage.getItem(STORAGE_KEY);
  return stored !== null && isLanguage(stored) ? stored : undefined;
}

function browserLanguage(): Language {
  const codes = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return codes.find(isLanguage) ?? "en";
}

function isLanguage(code: string): code is Language {
  return Object.hasOwn(LANGUAGES, code);
}
