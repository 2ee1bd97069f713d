import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/api-error";
import type { Condition } from "@/api/condition-types";
import { estimateQuery } from "@/api/estimate";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useSettled } from "@/lib/use-settled";
import { Problem } from "@/ui/problem";
import { isComplete } from "./complete";
import type { Refused } from "./problem-place";
import { useDescribed } from "./use-describe";
import { useKinds } from "./use-kinds";

const NOWHERE = { path: null, code: "", message: "" };

interface Props {
  condition: Condition;
  /** Is told what of the condition the server refuses, so that it is marked where it stands. */
  onRefused: (refused: Refused | null) => void;
}

/** How many people meet the condition now; recounted while it is edited. */
export function Estimate({ condition, onRefused }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const settled = useSettled(JSON.stringify(condition));
  const asked = JSON.parse(settled) as Condition;
  const title = useDescribed(asked);
  const complete = isComplete(asked, useKinds());
  const estimate = useQuery({
    ...estimateQuery(project, asked),
    enabled: complete,
    placeholderData: keepPreviousData,
  });
  const { path, code, message } = complete && estimate.error instanceof ApiError ? estimate.error : NOWHERE;
  useEffect(() => onRefused(path ? { path, code, message } : null), [path, code, message, onRefused]);
  if (!complete) return <div className="estimate note">{t("rule.incomplete")}</div>;
  if (estimate.error) return <Problem error={estimate.error} retry={() => estimate.refetch()} />;
  const answer = estimate.data;
  if (!answer) return <Skeleton.Input active size="small" />;
  const share = answer.total > 0 ? answer.count / answer.total : null;
  return (
    <div className={`estimate row ${estimate.isFetching ? "dimmed" : ""}`} aria-live="polite">
      <strong data-testid="estimate">
        <PeopleNumber
          value={answer.count}
          behind={{ title, source: { kind: "condition", condition: asked } }}
        />
      </strong>
      <span>{t("common.people")}</span>
      {answer.error > 0 ? (
        <span className="note" title={t("rule.sampledHint")}>
          {t("rule.sampled", { error: format.whole(answer.error) })}
        </span>
      ) : null}
      <span className="note">
        {t("rule.estimated", {
          share: format.percent(share),
          total: format.whole(answer.total),
          ms: Math.round(answer.took_ms),
        })}
      </span>
    </div>
  );
}
