import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { modelQuery, modelsQuery } from "@/api/lifecycle";
import type { PoolQuery } from "@/api/query-types";
import { useQuestion } from "@/builders/query/use-question";
import { useProject } from "@/lib/project-context";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { PoolWall } from "./pool-wall";

const TODAY = { last: "1d" };

/** The flow pool: people and money in it now, in, out, by stage and by source. */
export function PoolPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const [query, change] = useQuestion<PoolQuery>({
    kind: "pool",
    model: "default",
    range: TODAY,
    by: [{ property: "channel" }],
  });
  const models = useQuery(modelsQuery(project));
  const model = useQuery(modelQuery(project, query.model));
  if (!model.data) {
    return (
      <Page title={t("pool.title")} about={t("pool.about")}>
        <Loaded asked={model} rows={8}>
          {() => null}
        </Loaded>
      </Page>
    );
  }
  return <PoolWall query={query} change={change} model={model.data} models={models.data ?? []} />;
}
