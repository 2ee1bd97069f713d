import { Button, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import type { EventFilter, EventTest } from "@/api/condition-types";
import { FilterTest } from "./filter-test";

interface Props {
  filter: EventFilter | undefined;
  event?: string;
  onChange: (filter: EventFilter | undefined) => void;
}
interface Flat {
  joint: "all" | "any";
  tests: EventTest[];
}

function isTest(filter: EventFilter): filter is EventTest {
  return "property" in filter;
}

/** A filter as a flat list of tests, or null when it is nested deeper than this editor shows. */
function flatten(filter: EventFilter | undefined): Flat | null {
  if (!filter) return { joint: "all", tests: [] };
  if (isTest(filter)) return { joint: "all", tests: [filter] };
  if ("not" in filter) return null;
  const joint = "all" in filter ? "all" : "any";
  const children = "all" in filter ? filter.all : filter.any;
  return children.every(isTest) ? { joint, tests: children } : null;
}

function gather({ joint, tests }: Flat): EventFilter | undefined {
  if (tests.length === 0) return undefined;
  if (tests.length === 1) return tests[0];
  return joint === "all" ? { all: tests } : { any: tests };
}

/** A few tests of an event's properties, joined by and / or. */
export function FilterEditor({ filter, event, onChange }: Props) {
  const { t } = useTranslation();
  const flat = flatten(filter);
  if (!flat) return <pre className="note">{JSON.stringify(filter, null, 2)}</pre>;
  const { joint, tests } = flat;
  const change = (next: Partial<Flat>) => onChange(gather({ joint, tests, ...next }));
  return (
    <div className="stack" style={{ gap: 12 }}>
      {tests.length > 1 ? (
        <Segmented
          size="small"
          value={joint}
          options={[
            { value: "all", label: t("rule.all") },
            { value: "any", label: t("rule.any") },
          ]}
          onChange={(next) => change({ joint: next as Flat["joint"] })}
        />
      ) : null}
      {tests.map((test, index) => (
        <FilterTest
          // biome-ignore lint/suspicious/noArrayIndexKey: tests have no name of their own, and keep their order
          key={index}
          test={test}
          event={event}
          onChange={(next) => change({ tests: tests.map((each, at) => (at === index ? next : each)) })}
          onRemove={() => change({ tests: tests.filter((_, at) => at !== index) })}
        />
      ))}
      <Button
        size="small"
        type="dashed"
        onClick={() => change({ tests: [...tests, { property: "", op: "in", value: [] }] })}
      >
        {t("rule.addTest")}
      </Button>
    </div>
  );
}
