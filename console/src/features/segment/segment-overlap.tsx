import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type OverlapAnswer, overlapQuery, type Segment, segmentsQuery } from "@/api/segments";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { Upset } from "@/charts/upset/upset";
import { useProject } from "@/lib/project-context";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";

const MOST = 8;

/** How it overlaps with segments of choice: every part opens as people. */
export function SegmentOverlap({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const [others, setOthers] = useState<string[]>([]);
  const all = useQuery(segmentsQuery(project));
  const overlap = useQuery(overlapQuery(project, [segment.segment_id, ...others]));
  const choices = (all.data ?? []).filter((each) => each.segment_id !== segment.segment_id && each.version);
  return (
    <Panel title={t("segment.overlap.title")} note={t("segment.overlap.note")}>
      <div className="stack">
        <Select
          mode="multiple"
          style={{ width: "100%", maxWidth: 640 }}
          aria-label={t("segment.overlap.choose")}
          placeholder={t("segment.overlap.choose")}
          optionFilterProp="label"
          maxCount={MOST - 1}
          value={others}
          onChange={setOthers}
          options={choices.map((each) => ({ value: each.segment_id, label: each.name }))}
        />
        {others.length > 0 ? (
          <Loaded asked={overlap} rows={4}>
            {(answer) => <Parts answer={answer} />}
          </Loaded>
        ) : null}
      </div>
    </Panel>
  );
}

function Parts({ answer }: { answer: OverlapAnswer }) {
  const { t } = useTranslation();
  const ids = answer.segments.map((each) => each.segment_id);
  const names = answer.segments.map((each) => each.name);
  const top = Math.max(1, ...answer.parts.map((each) => each.people));
  const parts = answer.parts.map((part) => ({
    key: part.inside.join(" "),
    inside: ids.map((id) => part.inside.includes(id)),
    share: part.people / top,
    people: (
      <PeopleNumber
        value={part.people}
        behind={{
          title: names.filter((_, at) => part.inside.includes(ids[at] ?? "")).join(" ∩ "),
          source: { kind: "named", named: { overlap: { segments: ids, inside: part.inside } } },
        }}
      />
    ),
  }));
  return (
    <Upset
      label={t("segment.overlap.title")}
      head={t("segment.overlap.head")}
      sets={names}
      parts={parts}
      dot={(set, isIn) => t(isIn ? "segment.overlap.isIn" : "segment.overlap.isOut", { name: set })}
    />
  );
}
