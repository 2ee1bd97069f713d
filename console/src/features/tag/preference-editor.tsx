import { useQuery } from "@tanstack/react-query";
import { Button, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import type { Definition } from "@/api/tags";
import { EventBracket } from "@/builders/bracket/event-bracket";
import { FilterBracket } from "@/builders/bracket/filter-bracket";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { useProject } from "@/lib/project-context";
import type { Preference, Weighed } from "./definitions";

interface Props {
  definition: Definition;
  onChange: (definition: Definition) => void;
}

const BUILT_IN = ["channel", "city", "device", "source"];

/** Which property, by which behaviour, how it fades, and how many values a person has at most. */
export function PreferenceEditor({ definition, onChange }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const known = useQuery(catalogueQuery(project)).data?.properties ?? [];
  const wish = definition as unknown as Preference;
  const put = (change: Partial<Preference>) => onChange({ ...definition, ...change });
  const { half_life: _, ...lasting } = definition;
  const names = [...new Set([...known.map(({ name }) => name), ...BUILT_IN])];
  return (
    <div className="stack">
      <div className="row">
        <Select
          showSearch
          style={{ width: 260 }}
          aria-label={t("tag.property")}
          placeholder={t("tag.property")}
          value={wish.property || null}
          options={names.map((name) => ({ value: name, label: name }))}
          onChange={(property) => put({ property: property ?? "" })}
        />
        <div className="sentence">
          <RangeBracket range={wish.within} onChange={(within) => within && put({ within })} />
        </div>
        <InputNumber
          min={1}
          max={3650}
          prefix={t("tag.halfLife")}
          aria-label={t("tag.halfLife")}
          value={wish.half_life ? Number.parseInt(wish.half_life, 10) : null}
          onChange={(days) => onChange(days ? { ...definition, half_life: `${days}d` } : lasting)}
        />
        <InputNumber
          min={1}
          max={20}
          prefix={t("tag.top")}
          aria-label={t("tag.top")}
          value={wish.top}
          onChange={(top) => top && put({ top })}
        />
        <InputNumber
          min={0}
          max={100}
          prefix={t("tag.shareMin")}
          aria-label={t("tag.shareMin")}
          value={Math.round((wish.share_min ?? 0) * 100)}
          onChange={(share) => put({ share_min: (share ?? 0) / 100 })}
        />
      </div>
      <span className="soft">{t("tag.weighed")}</span>
      <WeighedEvents events={wish.events} onChange={(events) => put({ events })} />
    </div>
  );
}

function WeighedEvents({ events, onChange }: { events: Weighed[]; onChange: (events: Weighed[]) => void }) {
  const { t } = useTranslation();
  const put = (at: number, next: Weighed) =>
    onChange(events.map((each, place) => (place === at ? next : each)));
  return (
    <div className="stack" style={{ gap: 8 }}>
      {events.map((each, at) => {
        const { where: _, ...unfiltered } = each;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a behaviour is told by its place while it is chosen
          <div key={at} className="row sentence">
            <EventBracket event={each.event} onChange={(event) => put(at, { ...each, event })} />
            <FilterBracket
              filter={each.where}
              event={each.event}
              onChange={(where) => put(at, where ? { ...each, where } : unfiltered)}
            />
            <InputNumber
              min={0}
              size="small"
              prefix={t("tag.weight")}
              aria-label={t("tag.weight")}
              value={each.weight}
              onChange={(weight) => put(at, { ...each, weight: weight ?? 0 })}
            />
            <Button
              size="small"
              disabled={events.length === 1}
              onClick={() => onChange(events.filter((__, place) => place !== at))}
            >
              {t("common.remove")}
            </Button>
          </div>
        );
      })}
      <Button
        style={{ alignSelf: "flex-start" }}
        onClick={() => onChange([...events, { event: "", weight: 1 }])}
      >
        {t("tag.addEvent")}
      </Button>
    </div>
  );
}
