import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PathQuery, PathResult } from "@/api/query-types";
import { useGroupName } from "@/builders/query/use-group-name";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { PathLinks } from "./path-links";
import { PathNodes } from "./path-nodes";
import { PathPicture } from "./path-picture";
import { usePathPeople } from "./use-path-people";

interface Props {
  query: PathQuery;
  result: PathResult;
}

const WHOLE = -1;

/** The flow, and what it is made of as two tables; split, one group at a time. */
export function PathAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useGroupName();
  const [chosen, setChosen] = useState(WHOLE);
  const groups = result.groups ?? [];
  const group = groups[chosen];
  const shown = group ?? result;
  const behind = usePathPeople(query, group?.by);
  if (result.people === 0) {
    return <FirstStep title={t("question.noData")}>{t("question.noDataHint")}</FirstStep>;
  }
  const choice = groups.length > 0 && (
    <Select
      size="small"
      style={{ minWidth: 200 }}
      aria-label={t("analysis.path.group")}
      value={group ? chosen : WHOLE}
      options={[
        { value: WHOLE, label: t("analysis.path.everybody", { n: format.whole(result.people) }) },
        ...groups.map((each, index) => ({
          value: index,
          label: t("analysis.path.oneGroup", { name: nameOf(each), n: format.whole(each.people) }),
        })),
      ]}
      onChange={setChosen}
    />
  );
  return (
    <>
      <PathPicture shown={shown} behind={behind} note={choice || t("analysis.path.clickHint")} />
      <PathLinks links={shown.links} behind={behind} />
      <PathNodes nodes={shown.nodes} behind={behind} />
    </>
  );
}
