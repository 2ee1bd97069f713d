import { PLACES } from "./places";

const PAGES = PLACES.flatMap(({ place, pages }) =>
  place === "analysis" || place === "segments" ? [...pages] : [],
);

/** The page a kind of question is asked on; `analysis/…` where a page of its bare name shows how people stand. */
export function questionPage(kind: string) {
  return (
    PAGES.find(({ path }) => path === `analysis/${kind}`) ?? PAGES.find(({ path }) => path === kind) ?? null
  );
}
