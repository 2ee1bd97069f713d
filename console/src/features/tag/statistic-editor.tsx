import { useQuery } from "@tanstack/react-query";
import { Button, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import type { Definition } from "@/api/tags";
import { EventBracket } from "@/builders/bracket/event-bracket";
import { FilterBracket } from "@/builders/bracket/filter-bracket";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { useProject } from "@/lib/project-context";
import type { Band, Statistic } from "./definitions";
import { ValueName } from "./value-name";

interface Props {
  definition: Definition;
  onChange: (definition: Definition) => void;
}

const HOW = ["count", "days", "sum", "avg", "max", "distinct"] as const;
const PLAIN = new Set<string>(["count", "days"]);

/** A number of each person, and the bands it is cut into. */
export function StatisticEditor({ definition, onChange }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const properties = useQuery(catalogueQuery(project)).data?.properties ?? [];
  const { metric, within, bands } = definition as unknown as Statistic;
  const aggregate = metric.aggregate ?? "count";
  const [how, over] =
    typeof aggregate === "string" ? [aggregate, ""] : (Object.entries(aggregate)[0] ?? ["count", ""]);
  const put = (change: Partial<Statistic>) => onChange({ ...definition, ...change });
  const count = (next: string, property: string) =>
    put({ metric: { ...metric, aggregate: PLAIN.has(next) ? next : { [next]: property } } });
  const { within: _, ...timeless } = definition;
  const { where: __, ...unfiltered } = metric;
  return (
    <div className="stack">
      <div className="sentence">
        <RangeBracket
          always
          range={within}
          onChange={(range) => onChange(range ? { ...definition, within: range } : timeless)}
        />{" "}
        <EventBracket event={metric.event} onChange={(event) => put({ metric: { ...metric, event } })} />{" "}
        <FilterBracket
          filter={metric.where}
          event={metric.event}
          onChange={(where) => put({ metric: where ? { ...metric, where } : unfiltered })}
        />{" "}
        <Select
          size="small"
          style={{ width: 140 }}
          aria-label={t("tag.aggregate")}
          value={how}
          options={HOW.map((each) => ({ value: each, label: t(`tag.aggregates.${each}`) }))}
          onChange={(next) => count(next, over)}
        />{" "}
        {PLAIN.has(how) ? null : (
          <Select
            showSearch
            size="small"
            style={{ width: 180 }}
            aria-label={t("tag.of")}
            placeholder={t("tag.of")}
            value={over || null}
            options={[{ name: "revenue" }, ...properties].map(({ name }) => ({ value: name, label: name }))}
            onChange={(property) => count(how, property ?? "")}
          />
        )}
      </div>
      <Bands bands={bands} onChange={(next) => put({ bands: next })} />
    </div>
  );
}

function Bands({ bands, onChange }: { bands: Band[]; onChange: (bands: Band[]) => void }) {
  const { t } = useTranslation();
  const put = (at: number, next: Band) => onChange(bands.map((each, place) => (place === at ? next : each)));
  const highest = bands.at(-1)?.from ?? 0;
  return (
    <div className="stack" style={{ gap: 8 }}>
      {bands.map((band, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a band is told by its place while its name is typed
        <div key={at} className="row">
          <InputNumber
            style={{ width: 180 }}
            prefix={t("tag.bandFrom")}
            aria-label={t("tag.bandFrom")}
            placeholder={t("tag.bandLowest")}
            value={band.from ?? null}
            onChange={(from) => {
              const { from: _, ...rest } = band;
              put(at, from === null ? rest : { ...band, from });
            }}
          />
          <ValueName named={band} onChange={(named) => put(at, { ...band, ...named })} />
          <Button
            size="small"
            disabled={bands.length === 1}
            onClick={() => onChange(bands.filter((_, place) => place !== at))}
          >
            {t("tag.removeValue")}
          </Button>
        </div>
      ))}
      <Button
        style={{ alignSelf: "flex-start" }}
        onClick={() => onChange([...bands, { value: `band_${bands.length + 1}`, from: highest * 2 + 1 }])}
      >
        {t("tag.addBand")}
      </Button>
    </div>
  );
}
