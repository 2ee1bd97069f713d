import { useQuery } from "@tanstack/react-query";
import { Table } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { inLanguage } from "@/api/said";
import { type Segment, segmentProfileQuery, type Trait } from "@/api/segments";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Choice } from "@/ui/choice";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";

const KINDS = ["attribute", "tag", "stage", "status", "rfm", "value", "score", "behaviour"] as const;
type Kind = "all" | (typeof KINDS)[number];

/** What the segment is made of, against everybody. */
export function SegmentProfile({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const [kind, setKind] = useState<Kind>("all");
  const profile = useQuery(segmentProfileQuery(project, segment.segment_id));
  return (
    <Panel title={t("segment.profile.title")} note={t("segment.profile.note")}>
      <Loaded asked={profile} rows={6}>
        {(answer) => {
          const kinds = KINDS.filter((known) => answer.traits.some((each) => each.kind === known));
          const shown = answer.traits.filter((each) => kind === "all" || each.kind === kind);
          if (answer.traits.length === 0) return <span className="note">{t("segment.profile.none")}</span>;
          return (
            <div className="stack">
              <Choice
                label={t("segment.profile.kind")}
                value={kind}
                onChange={setKind}
                of={["all", ...kinds]}
                say={(each) => t(`segment.profile.kinds.${each}`)}
              />
              <Traits segment={segment} traits={shown} />
              {answer.hidden ? (
                <span className="note">{t("segment.profile.hidden", { n: answer.hidden })}</span>
              ) : null}
            </div>
          );
        }}
      </Loaded>
    </Panel>
  );
}

function Traits({ segment, traits }: { segment: Segment; traits: Trait[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const said = (words: Trait["name_said"]) => inLanguage(words, format.language);
  const behind = (trait: Trait, everybody: boolean) => ({
    title: `${said(trait.name_said)} ${said(trait.value_said)}`.trim(),
    source: {
      kind: "named" as const,
      named: {
        trait: {
          segment_id: segment.segment_id,
          kind: trait.kind,
          name: trait.name,
          value: trait.value,
          everybody,
        },
      },
    },
  });
  return (
    <Table<Trait>
      size="small"
      rowKey={(each) => `${each.kind}:${each.name}:${each.value}`}
      dataSource={traits}
      pagination={traits.length > 15 ? { pageSize: 15, showSizeChanger: false } : false}
      columns={[
        {
          key: "trait",
          title: t("segment.profile.trait"),
          render: (_, each) => (
            <>
              {said(each.name_said)} {each.value ? <strong>{said(each.value_said)}</strong> : null}
            </>
          ),
        },
        {
          key: "inside",
          title: t("segment.profile.inside"),
          align: "right",
          render: (_, each) => (
            <>
              {format.percent(each.share)} · <PeopleNumber value={each.inside} behind={behind(each, false)} />
            </>
          ),
        },
        {
          key: "everybody",
          title: t("segment.profile.everybody"),
          align: "right",
          render: (_, each) => (
            <>
              {format.percent(each.base)} ·{" "}
              <PeopleNumber value={each.everybody} behind={behind(each, true)} />
            </>
          ),
        },
        {
          key: "lift",
          title: t("segment.profile.lift"),
          align: "right",
          sorter: (a, b) => a.lift - b.lift,
          render: (_, each) => (
            <span
              className={each.is_significant ? "" : "note"}
              title={t("segment.profile.chance", { p: each.p_value.toPrecision(2) })}
            >
              {each.is_significant ? `${each.lift.toFixed(2)} ×` : t("segment.profile.unsure")}
            </span>
          ),
        },
      ]}
    />
  );
}
