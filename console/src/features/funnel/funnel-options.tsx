import { useTranslation } from "react-i18next";
import type { FunnelMode, FunnelQuery, FunnelStepAsked } from "@/api/query-types";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { PropertyBracket } from "@/builders/query/property-bracket";
import { ExcludeBracket } from "./exclude-bracket";

type Change = (next: { [Key in keyof FunnelQuery]?: FunnelQuery[Key] | undefined }) => void;
interface Props {
  query: FunnelQuery;
  change: Change;
}

const MODES: FunnelMode[] = ["ordered", "strict", "any"];
const PERS = ["day", "week", "month"] as const;
const NOTHING = "–";

/** Steps in any order have no rules of their own. */
function plain(steps: FunnelStepAsked[]): FunnelStepAsked[] {
  return steps.map(({ optional: _o, within: _w, after: _a, ...step }) => step);
}

/** In which order the steps are done; what does not go with an order is left out. */
export function ModeBracket({ query, change }: Props) {
  const { t } = useTranslation();
  const choose = (mode: FunnelMode) =>
    change({
      mode: mode === "ordered" ? undefined : mode,
      ...(mode === "ordered" ? {} : { exclude: undefined }),
      ...(mode === "any" ? { steps: plain(query.steps) } : {}),
    });
  return (
    <ChoiceBracket
      width={240}
      name={t("question.funnel.modeName")}
      items={MODES.map((value) => ({ value, label: t(`question.funnel.mode.${value}`) }))}
      value={query.mode ?? "ordered"}
      onChange={(next) => choose(MODES.find((each) => each === next) ?? "ordered")}
    />
  );
}

/** The property that all steps share, or none. */
export function SameBracket({ query, change }: Props) {
  const { t } = useTranslation();
  const name = query.same?.property;
  return (
    <PropertyBracket
      property={name}
      name={t("question.funnel.sameName")}
      none={t("question.funnel.sameNothing")}
      {...(name ? { label: t("question.funnel.same", { name }) } : {})}
      onChange={(property) => change({ same: property ? { property } : undefined })}
    />
  );
}

/** The exclusions for so many steps: a stretch that named steps which are gone is the whole way again. */
export function barsOf({ exclude }: FunnelQuery, steps: number): FunnelQuery["exclude"] {
  return exclude?.map(({ from = 1, to, ...bar }) =>
    from < steps && (to ?? steps) <= steps && (from > 1 || to !== undefined)
      ? { ...bar, from, ...(to === undefined ? {} : { to }) }
      : bar,
  );
}

/** Which events must not lie between; only steps with an order have a between. */
export function BetweenBracket({ query, change }: Props) {
  const { t } = useTranslation();
  if (query.mode === "strict") return <span>{t("question.funnel.nothing")}</span>;
  return (
    <ExcludeBracket
      bars={query.exclude ?? []}
      steps={query.steps.length}
      onChange={(bars) => change({ exclude: bars.length > 0 ? bars : undefined })}
    />
  );
}

/** By when people entered, or all together. */
export function EntryBracket({ query, change }: Props) {
  const { t } = useTranslation();
  const items = [
    { value: NOTHING, label: t("question.funnel.perNothing") },
    ...PERS.map((value) => ({ value, label: t(`question.funnel.per.${value}`) })),
  ];
  return (
    <ChoiceBracket
      name={t("question.funnel.perName")}
      items={items}
      value={query.per ?? NOTHING}
      empty={!query.per}
      onChange={(next) => change({ per: PERS.find((each) => each === next) })}
    />
  );
}
