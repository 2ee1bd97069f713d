import { useTranslation } from "react-i18next";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { type By, isAlone, OneBreakdown } from "./one-breakdown";

interface Props {
  by: By;
  onChange: (by: By) => void;
  /** Only by what people are or have. */
  ofPeople?: boolean;
  /** How many may be crossed. */
  most?: number;
  /** How many groups are told apart, where the question lets one choose. */
  top?: { n: number | undefined; onChange: (top: number | undefined) => void };
}

const CROSSED_MAX = 3;
const TOP = 10;
const TOPS = ["3", "5", "10", "20", "50"];

/** By what the answer is split: up to three things crossed, or several segments alone; and how many groups stand. */
export function BreakdownBracket({ by, onChange, ofPeople = false, most = CROSSED_MAX, top }: Props) {
  const { t } = useTranslation();
  const chosen = by ?? [];
  const put = (at: number, next: (typeof chosen)[number] | undefined) => {
    const others = chosen.filter((each, place) => place !== at && !isAlone(each));
    if (!next) return onChange(others.length > 0 ? others : undefined);
    onChange(isAlone(next) ? [next] : [...others.slice(0, at), next, ...others.slice(at)]);
  };
  const canCross = chosen.length > 0 && chosen.length < most && !chosen.some(isAlone);
  // one list whatever is chosen: an open editor stays while the first of several segments is taken
  const shown = Math.max(chosen.length, 1) + (canCross ? 1 : 0);
  const one = (at: number) => (
    <OneBreakdown
      key={at}
      chosen={chosen[at]}
      others={chosen.filter((_, place) => place !== at)}
      ofPeople={ofPeople}
      isFurther={at > 0}
      onChange={(next) => put(at, next)}
    />
  );
  return (
    <>
      {Array.from({ length: shown }, (_, at) => one(at))}
      {top && chosen.length > 0 && !chosen.some(isAlone) ? (
        <ChoiceBracket
          name={t("question.topName")}
          items={TOPS.map((value) => ({ value, label: t("question.top", { n: value }) }))}
          value={String(top.n ?? TOP)}
          label={t("question.top", { n: top.n ?? TOP })}
          empty={top.n === undefined}
          onChange={(n) => top.onChange(Number(n) === TOP ? undefined : Number(n))}
        />
      ) : null}
    </>
  );
}
