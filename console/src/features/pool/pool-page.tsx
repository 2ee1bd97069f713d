import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import { modelQuery, modelsQuery } from "@/api/lifecycle";
import type { PoolQuery } from "@/api/query-types";
import { useQuestion } from "@/builders/query/use-question";
import { useProject } from "@/lib/project-context";
import { usePath } from "@/lib/use-path";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { firstSource } from "./first-source";
import { PoolWall } from "./pool-wall";

const TODAY = { last: "1d" };

/** The flow pool: people and money in it now, in, out, by stage and by source. */
export function PoolPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const [query, change] = useQuestion<PoolQuery>({
    kind: "pool",
    model: "default",
    range: TODAY,
  });
  const catalogue = useQuery(catalogueQuery(project)).data;
  const models = useQuery(modelsQuery(project));
  const known = models.data?.find((each) => each.model === query.model) ?? models.data?.[0];
  const model = useQuery({ ...modelQuery(project, known?.model ?? ""), enabled: known !== undefined });
  if (known && model.data) {
    const asked = { ...query, model: known.model, by: query.by ?? firstSource(catalogue) };
    return <PoolWall query={asked} change={change} model={model.data} models={models.data ?? []} />;
  }
  return (
    <Page title={t("pool.title")} about={t("pool.about")}>
      <Loaded asked={models} rows={8}>
        {() =>
          known ? (
            <Loaded asked={model} rows={8}>
              {() => null}
            </Loaded>
          ) : (
            <FirstStep
              title={t("pool.noModel")}
              action={
                <Link to={path("lifecycle")}>
                  <Button type="primary">{t("pool.toLifecycle")}</Button>
                </Link>
              }
            >
              {t("pool.emptyHint")}
            </FirstStep>
          )
        }
      </Loaded>
    </Page>
  );
}
