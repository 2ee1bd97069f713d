import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { createModel, lifecycleKey, shippedQuery } from "@/api/lifecycle";
import { inLanguage } from "@/api/said";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { FirstStep } from "@/ui/first-step";
import { Problem } from "@/ui/problem";

/** The models that ship and are not here yet; each begins as a draft in the editor. */
export function NewModel({ taken }: { taken: string[] }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const { language } = useFormat();
  const path = usePath();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const shipped = useQuery(shippedQuery(project));
  const free = (shipped.data ?? []).filter((each) => !taken.includes(each.name));
  const create = useMutation({
    mutationFn: (each: (typeof free)[number]) =>
      createModel(project, each.name, inLanguage(each.label, language), each.definition),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: lifecycleKey(project) });
      await navigate({ to: path("lifecycle/edit"), search: { model: made.model } as never });
    },
  });
  if (free.length === 0) return null;
  const buttons = free.map((each) => (
    <Button key={each.name} loading={create.isPending} onClick={() => create.mutate(each)}>
      {t("lifecycle.start", { name: inLanguage(each.label, language) })}
    </Button>
  ));
  const problem = create.error ? <Problem error={create.error} /> : null;
  if (taken.length > 0)
    return (
      <div className="row">
        {buttons}
        {problem}
      </div>
    );
  return (
    <FirstStep
      title={t("lifecycle.none")}
      action={
        <div className="row" style={{ justifyContent: "center" }}>
          {buttons}
        </div>
      }
    >
      {t("lifecycle.noneHint")}
      {problem}
    </FirstStep>
  );
}
