/** How a visit came to be: the campaign in the address, the search engine in the referrer. */

import type { Arrival } from "../../core/src/session.ts";

const CAMPAIGN = {
  source: "utm_source",
  medium: "utm_medium",
  name: "utm_campaign",
  term: "utm_term",
  content: "utm_content",
} as const;

/** Engine, its hosts, and the parameters that may still carry the words that were searched for. */
const ENGINES: readonly [string, RegExp, readonly string[]][] = [
  ["google", /^(www\.)?google\.(com|[a-z]{2}|(com|co)\.[a-z]{2})$/, ["q"]],
  ["bing", /^(www\.|cn\.)?bing\.com$/, ["q"]],
  ["baidu", /^(www|m|wap)\.baidu\.com$/, ["wd", "word"]],
  ["sogou", /^(www|m|wap|weixin)\.sogou\.com$/, ["query", "keyword"]],
  ["360", /^(www|m)\.so\.com$/, ["q"]],
  ["shenma", /^(m|so|yz\.m)\.sm\.cn$/, ["q"]],
  ["toutiao", /^so\.toutiao\.com$/, ["keyword"]],
  ["yahoo", /(^|\.)search\.yahoo\.(com|co\.jp)$/, ["p"]],
  ["duckduckgo", /^(www\.)?duckduckgo\.com$/, ["q"]],
  ["yandex", /^(www\.)?(yandex\.(com|[a-z]{2}|com\.[a-z]{2})|ya\.ru)$/, ["text"]],
  ["naver", /^(m\.)?search\.naver\.com$/, ["query"]],
  ["ecosia", /^www\.ecosia\.org$/, ["q"]],
];

function parse(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

export function readArrival(url: string, referrer: string): Arrival {
  const asked = parse(url)?.searchParams;
  const campaign: NonNullable<Arrival["campaign"]> = {};
  for (const [name, parameter] of Object.entries(CAMPAIGN)) {
    const value = asked?.get(parameter);
    if (value) campaign[name as keyof typeof CAMPAIGN] = value;
  }
  const search = readSearch(referrer);
  return { ...(Object.keys(campaign).length > 0 && { campaign }), ...(search && { search }) };
}

function readSearch(referrer: string): Arrival["search"] {
  const from = parse(referrer);
  const engine = from && ENGINES.find(([, host]) => host.test(from.hostname));
  if (!engine) return undefined;
  const [name, , parameters] = engine;
  const keyword = parameters.map((each) => from.searchParams.get(each)).find(Boolean);
  return { engine: name, ...(keyword && { keyword }) };
}
