import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { planQuery } from "@/api/plan";
import { useProject } from "@/lib/project-context";
import { useAddressState } from "@/lib/use-address-state";
import { useFormat } from "@/lib/use-format";
import { Choice } from "@/ui/choice";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { PlanDiff } from "./plan-diff";
import { PlanEditor } from "./plan-editor";

type View = "events" | "diff";

/** What is expected, and whether it comes. */
export function PlanPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const [view, setView] = useAddressState<View>("view", "events");
  const asked = useQuery(planQuery(project));
  const saved = asked.data;
  const about =
    saved && saved.version > 0
      ? [
          t("plan.version", { n: saved.version }),
          t("plan.changedBy", { who: saved.changed_by, when: format.instant(saved.changed_at) }),
        ].join(" · ")
      : t("plan.about");
  return (
    <Page
      title={t("plan.title")}
      about={about}
      tools={
        <Choice
          label={t("plan.title")}
          value={view}
          onChange={setView}
          of={["events", "diff"]}
          say={(value) => t(`plan.${value}`)}
        />
      }
    >
      {view === "diff" ? (
        <PlanDiff />
      ) : (
        <Loaded asked={asked} rows={10}>
          {(answer) => <PlanEditor key={answer.version} saved={answer} />}
        </Loaded>
      )}
    </Page>
  );
}
