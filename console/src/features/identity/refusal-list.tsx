import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Table } from "antd";
import { useTranslation } from "react-i18next";
import { type Refusal, refusalsQuery } from "@/api/identities";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { Loaded } from "@/ui/loaded";
import { MoreRows } from "@/ui/more-rows";
import { nodeName } from "./node-name";

/** The pairs refused for one reason, each end with the person it belongs to. */
export function RefusalList({ reason }: { reason: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  const { project } = useProject();
  const asked = useInfiniteQuery(refusalsQuery(project, reason));
  const end = (of: Refusal["high"]) => (
    <>
      {nodeName(of)}{" "}
      <Link
        to={path(`people/${of.person_id}/graph`)}
        aria-label={t("identity.kinds.openGraph", { id: of.person_id })}
      >
        #{of.person_id}
      </Link>
    </>
  );
  return (
    <Loaded asked={asked}>
      {({ pages }) => (
        <div className="stack">
          <Table<Refusal>
            size="small"
            rowKey={(each) => `${each.high.id}-${each.low.id}`}
            dataSource={pages.flatMap((page) => page.refusals)}
            pagination={false}
            columns={[
              { key: "high", title: t("match.left"), render: (_, each) => end(each.high) },
              { key: "low", title: t("match.right"), render: (_, each) => end(each.low) },
              { key: "at", title: t("identity.graph.at"), render: (_, each) => format.instant(each.at) },
            ]}
          />
          <MoreRows asked={asked} />
        </div>
      )}
    </Loaded>
  );
}
