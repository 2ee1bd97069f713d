/** localStorage, with a cookie beside it for what subdomains share, and memory where there is neither. */

import { memoryStore, type Store } from "../../core/src/platform.ts";

const YEAR_SECONDS = 31_536_000;
/** The anonymous id alone: it is the same person on shop.example.com and www.example.com. */
const SHARED = "sf.anonymous";
const COOKIE = "sf_anonymous";

function readCookie(name: string): string | undefined {
  const found = document.cookie.split("; ").find((each) => each.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

function writeCookie(name: string, value: string, seconds: number, domain: string): void {
  const secure = location.protocol === "https:" ? "; secure" : "";
  const where = domain ? `; domain=${domain}` : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we serve
  document.cookie = `${name}=${value}; path=/; max-age=${seconds}; samesite=lax${secure}${where}`;
}

/** The widest domain that takes a cookie: browsers refuse those of a public suffix. */
function widestDomain(): string {
  const labels = location.hostname.split(".");
  for (let count = 2; count <= labels.length && !/^[\d.]+$/.test(location.hostname); count++) {
    const domain = labels.slice(-count).join(".");
    writeCookie("sf_try", "1", 9, domain);
    if (readCookie("sf_try")) {
      writeCookie("sf_try", "", 0, domain);
      return domain;
    }
  }
  return "";
}

export interface TabStore extends Store {
  keys(): string[];
}

export function browserStore(cookieDomain?: string): TabStore {
  const memory = memoryStore();
  let domain = cookieDomain;
  const cookie = (value: string, seconds: number): void => {
    domain ??= widestDomain();
    writeCookie(COOKIE, value, seconds, domain);
  };
  const attempt = <T>(act: () => T): T | undefined => {
    try {
      return act();
    } catch {
      return undefined; // storage is switched off, full, or not ours (a sandboxed frame)
    }
  };
  return {
    get: (key) => {
      const shared = key === SHARED ? attempt(() => readCookie(COOKIE)) : undefined;
      return shared ?? attempt(() => localStorage.getItem(key)) ?? memory.get(key);
    },
    set: (key, value) => {
      if (key === SHARED) attempt(() => cookie(value, YEAR_SECONDS));
      const isKept = attempt(() => {
        localStorage.setItem(key, value);
        return true;
      });
      if (!isKept) memory.set(key, value);
      else memory.remove(key);
      return !!isKept;
    },
    remove: (key) => {
      if (key === SHARED && attempt(() => readCookie(COOKIE))) attempt(() => cookie("", 0));
      attempt(() => localStorage.removeItem(key));
      memory.remove(key);
    },
    keys: () => attempt(() => Object.keys(localStorage)) ?? [],
  };
}
