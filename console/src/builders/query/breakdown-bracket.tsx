import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { breakdownKindsQuery } from "@/api/breakdown-kinds";
import { catalogueQuery } from "@/api/catalogue";
import type { Query } from "@/api/query-types";
import { Bracket } from "@/builders/bracket/bracket";
import { PickList } from "@/builders/bracket/pick-list";
import { useSaid } from "@/builders/condition/use-kinds";
import { useProject } from "@/lib/project-context";

type By = Extract<Query, { kind: "trend" }>["by"];
interface Props {
  by: By;
  onChange: (by: By) => void;
  /** Only by what people are or have. */
  ofPeople?: boolean;
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

/** The names an answer is split by, by the key of the breakdown. */
function chosenOf(by: By): [string, string[]] {
  const [of = "", names = []] = Object.entries(by?.[0] ?? {})[0] ?? [];
  return [of, [names].flat()];
}

/** By what the answer is split; of segments several may be taken, a person counts in each of theirs. */
export function BreakdownBracket({ by, onChange, ofPeople = false }: Props) {
  const { t } = useTranslation();
  const items = useItems().filter((each) => !(ofPeople && each.of === "property"));
  const [of, names] = chosenOf(by);
  const labels = names.map((name) => items.find((each) => each.value === keyOf(of, name))?.label ?? name);
  const label =
    names.length > 0
      ? t("question.byLabel", { by: labels.join(t("question.byComma")) })
      : t("question.byNothing");
  const take = (item: Item, close: () => void) => {
    if (!item.many) {
      close();
      return onChange([{ [item.of]: item.name }]);
    }
    const kept = item.of === of ? names : [];
    const left = kept.includes(item.name) ? kept.filter((each) => each !== item.name) : [...kept, item.name];
    onChange(left.length > 0 ? [{ [item.of]: left }] : undefined);
  };
  return (
    <Bracket label={label} name={t("question.by")} empty={names.length === 0} width={320}>
      {(close) => (
        <PickList
          name={t("question.by")}
          items={[{ value: NOTHING, label: t("question.byNothing") }, ...items]}
          chosen={names.length > 0 ? names.map((name) => keyOf(of, name)) : [NOTHING]}
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
