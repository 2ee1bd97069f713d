import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { breakdownKindsQuery } from "@/api/breakdown-kinds";
import { catalogueQuery } from "@/api/catalogue";
import type { Query } from "@/api/query-types";
import { Bracket } from "@/builders/bracket/bracket";
import { PickList } from "@/builders/bracket/pick-list";
import { useSaid } from "@/builders/condition/use-kinds";
import { useProject } from "@/lib/project-context";

export type By = Extract<Query, { kind: "trend" }>["by"];
type Breakdown = NonNullable<By>[number];
interface Props {
  /** Nothing when none is chosen here yet. */
  chosen: Breakdown | undefined;
  /** What the answer is split by already: none of them is offered again. */
  others: Breakdown[];
  ofPeople: boolean;
  /** It stands behind another one. */
  isFurther: boolean;
  onChange: (next: Breakdown | undefined) => void;
}
interface Item {
  value: string;
  /** The key of the breakdown, and what stands in it. */
  of: string;
  name: string;
  label: string;
  hint: string;
  /** Several of its kind go together. */
  many: boolean;
  count?: number;
}

const NOTHING = "–";
const keyOf = (of: string, name: string) => `${of}:${name}`;

/** Groups that a person may be in several of stand alone. */
export function isAlone(each: Breakdown): boolean {
  return Object.values(each).some(Array.isArray);
}

/** The key of a breakdown and the names in it. */
function partsOf(each: Breakdown | undefined): [string, string[]] {
  const [of = "", names = []] = Object.entries(each ?? {})[0] ?? [];
  return [of, [names].flat()];
}

/** Everything an answer can be split by: properties of events, attributes of people, and what rooms know of people. */
function useItems(): Item[] {
  const { t } = useTranslation();
  const said = useSaid();
  const { project } = useProject();
  const catalogue = useQuery(catalogueQuery(project)).data;
  const kinds = useQuery(breakdownKindsQuery(project)).data ?? [];
  const plain = (of: "property" | "attribute", names: { name: string }[] | undefined) =>
    (names ?? []).map(({ name }) => ({
      value: keyOf(of, name),
      of,
      name,
      label: name,
      hint: t(`common.${of}`),
      many: false,
    }));
  return [
    ...plain("property", catalogue?.properties),
    ...plain("attribute", catalogue?.attributes),
    ...kinds.flatMap((kind) =>
      kind.choices.map((choice) => ({
        value: keyOf(kind.name, choice.value),
        of: kind.name,
        name: choice.value,
        label: said(choice.label),
        hint:
          kind.kind === "choices" ? t("question.bySeveral", { kind: said(kind.label) }) : said(kind.label),
        many: kind.kind === "choices",
        ...(choice.count === null ? {} : { count: choice.count }),
      })),
    ),
  ];
}

/** One thing the answer is split by; of segments several may be taken, a person counts in each of theirs. */
export function OneBreakdown({ chosen, others, ofPeople, isFurther, onChange }: Props) {
  const { t } = useTranslation();
  const [of, names] = partsOf(chosen);
  const taken = others.flatMap((each) => {
    const [kind, [name = ""]] = partsOf(each);
    return [keyOf(kind, name)];
  });
  const items = useItems().filter(
    (each) =>
      !(ofPeople && each.of === "property") && !(isFurther && each.many) && !taken.includes(each.value),
  );
  const othersNames = others.flatMap((each) => partsOf(each)[1]);
  const labels = names.map((name) => {
    const item = items.find((each) => each.value === keyOf(of, name));
    const label = item?.label ?? name;
    if (!othersNames.includes(name)) return label;
    const kind = of === "property" || of === "attribute" ? t(`common.${of}`) : (item?.hint ?? of);
    return t("question.byOfKind", { name: label, kind });
  });
  const said = { by: labels.join(t("question.byComma")) };
  const label = isFurther ? t("question.byFurther", said) : t("question.byLabel", said);
  const none = isFurther ? t("question.byAdd") : t("question.byNothing");
  const name = isFurther ? t("question.byAgain") : t("question.by");
  const take = (item: Item, close: () => void) => {
    if (!item.many) {
      close();
      return onChange({ [item.of]: item.name });
    }
    const kept = item.of === of ? names : [];
    const left = kept.includes(item.name) ? kept.filter((each) => each !== item.name) : [...kept, item.name];
    onChange(left.length > 0 ? { [item.of]: left } : undefined);
  };
  return (
    <Bracket label={names.length > 0 ? label : none} name={name} empty={names.length === 0} width={320}>
      {(close) => (
        <PickList
          name={name}
          items={[{ value: NOTHING, label: t("question.byNothing") }, ...items]}
          chosen={names.length > 0 ? names.map((each) => keyOf(of, each)) : [NOTHING]}
          onPick={(value) => {
            const item = items.find((each) => each.value === value);
            if (item) return take(item, close);
            close();
            onChange(undefined);
          }}
        />
      )}
    </Bracket>
  );
}
