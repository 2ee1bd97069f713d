import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { OverlapQuery, SegmentsOverlapResult, Who } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { CellBefore } from "@/builders/query/cell-before";
import { Upset } from "@/charts/upset/upset";
import { usePath } from "@/lib/use-path";
import { Panel } from "@/ui/panel";
import { Stat } from "@/ui/stat";
import { OverlapPairs } from "./overlap-pairs";

interface Props {
  query: OverlapQuery;
  result: SegmentsOverlapResult;
}

/** How large each segment is, the parts they cut their people into, and every two of them. */
export function OverlapAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const path = usePath();
  const people = (value: number, who: Who, title: string, was?: number | null) => (
    <>
      <PeopleNumber value={value} behind={{ title, source: { kind: "query", query, who } }} />
      <CellBefore now={value} before={was}>
        <PeopleNumber
          value={was}
          behind={{
            title: `${title} · ${query.before ?? ""}`,
            source: { kind: "query", query, who: { ...who, compared: true } },
          }}
        />
      </CellBefore>
    </>
  );
  const names = result.segments.map((each) => each.name);
  const top = Math.max(1, ...result.parts.map((part) => part.people));
  return (
    <>
      <div className="stats">
        {result.segments.map((each) => (
          <Stat
            key={each.segment_id}
            label={each.name}
            below={<Link to={path(`segments/${each.segment_id}`)}>{t("analysis.overlap.open")}</Link>}
          >
            {people(each.people, { all: [each.name] }, each.name, each.previous)}
          </Stat>
        ))}
      </div>
      <Panel title={t("analysis.overlap.parts")} note={t("analysis.overlap.partsNote")}>
        <Upset
          label={t("analysis.overlap.parts")}
          head={t("analysis.people")}
          sets={names}
          parts={result.parts.map((part) => ({
            key: part.inside.join(" · "),
            inside: names.map((name) => part.inside.includes(name)),
            share: part.people / top,
            people: people(part.people, { inside: part.inside }, part.inside.join(" ∩ "), part.previous),
          }))}
          dot={(set, isIn) => t(isIn ? "segment.overlap.isIn" : "segment.overlap.isOut", { name: set })}
        />
      </Panel>
      <OverlapPairs pairs={result.pairs} people={people} />
    </>
  );
}
