import { Checkbox, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Did, Point } from "@/api/condition-types";
import { EventBracket } from "@/builders/bracket/event-bracket";
import { FilterBracket } from "@/builders/bracket/filter-bracket";
import { LengthInput } from "./length-input";
import { asSince, pointOf } from "./since";

interface Props {
  within: Did["within"];
  onChange: (within: Did["within"]) => void;
}

const here = (node: HTMLElement) => node.parentElement ?? document.body;
const START: Point = { which: "first", event: { event: "" } };

/** Counted from an event of the person's own: the first or last of a kind, moved, and for how long. */
export function SinceEditor({ within, onChange }: Props) {
  const { t } = useTranslation();
  const point = pointOf(within) ?? START;
  const lasts = within && "since" in within ? within.for : undefined;
  const put = (next: Point, length = lasts) => onChange(asSince(next, length));
  const moved = (word: string) => {
    const { moved: before, ...still } = point;
    if (word === "at") return put(still);
    put({ ...still, moved: { word: word as "after", length: before?.length ?? "1d" } });
  };
  const where = point.event.where;
  return (
    <div className="stack" style={{ gap: 8 }}>
      <div className="row" style={{ flexWrap: "wrap" }}>
        <Select
          aria-label={t("rule.whichEvent")}
          value={point.which}
          options={[
            { value: "first" as Point["which"], label: t("rule.first") },
            { value: "last" as Point["which"], label: t("rule.latest") },
          ]}
          onChange={(which) => put({ ...point, which })}
          getPopupContainer={here}
        />
        <EventBracket
          event={point.event.event}
          onChange={(event) => put({ ...point, event: { ...point.event, event } })}
        />
        <FilterBracket
          filter={where}
          event={point.event.event}
          onChange={(filter) => {
            const { event } = point.event;
            put({ ...point, event: filter ? { event, where: filter } : { event } });
          }}
        />
      </div>
      <div className="row" style={{ flexWrap: "wrap" }}>
        <Select
          aria-label={t("rule.movedBy")}
          value={point.moved?.word ?? "at"}
          options={[
            { value: "at", label: t("rule.fromIt") },
            { value: "after", label: t("rule.startsAfter") },
            { value: "before", label: t("rule.startsBefore") },
          ]}
          onChange={moved}
          getPopupContainer={here}
        />
        {point.moved ? (
          <LengthInput
            name={t("rule.movedBy")}
            length={point.moved.length}
            onChange={(length) => point.moved && put({ ...point, moved: { word: point.moved.word, length } })}
          />
        ) : null}
      </div>
      <div className="row" style={{ flexWrap: "wrap" }}>
        <Checkbox
          checked={lasts !== undefined}
          onChange={(event) => onChange(asSince(point, event.target.checked ? "7d" : undefined))}
        >
          {t("rule.lastsFor")}
        </Checkbox>
        {lasts ? (
          <LengthInput name={t("rule.lastsFor")} length={lasts} onChange={(length) => put(point, length)} />
        ) : (
          <span className="note">{t("rule.untilNow")}</span>
        )}
      </div>
    </div>
  );
}
