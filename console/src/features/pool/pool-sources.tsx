import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import type { PoolQuery, PoolResult } from "@/api/query-types";
import { splitOf } from "@/builders/query/query-words";
import { useGroupName } from "@/builders/query/use-group-name";
import { Panel } from "@/ui/panel";
import { PoolHead } from "./pool-head";
import { PoolLine } from "./pool-line";

interface Props {
  query: PoolQuery;
  groups: PoolResult["groups"];
}

/** Where the people of the pool came from first. */
export function PoolSources({ query, groups }: Props) {
  const { t } = useTranslation();
  const nameOf = useGroupName();
  const by = query.by?.[0];
  if (!by) return null;
  const told = (groups ?? []).filter((each) => !each.is_other);
  const most = Math.max(1, ...told.map((each) => each.people));
  const lines = [
    ...told.toSorted((a, b) => b.people - a.people),
    ...(groups ?? []).filter((each) => each.is_other),
  ];
  const name = t("pool.bySource", { by: Object.values(by).join(" ") });
  return (
    <Panel className="span-6" title={name} note={by.property ? t("pool.firstValue") : null}>
      {groups ? (
        <div className="scroll">
          <table className="plain pool-table" aria-label={name}>
            <PoolHead name={Object.values(by).join(" ")} />
            <tbody>
              {lines.map((group) => (
                <PoolLine
                  key={JSON.stringify(group.by) + String(group.is_other)}
                  name={nameOf(group)}
                  line={group}
                  most={group.is_other ? 0 : most}
                  query={query}
                  who={splitOf(group)}
                />
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <Skeleton active title={false} paragraph={{ rows: 5 }} />
      )}
    </Panel>
  );
}
