import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { modelQuery } from "@/api/lifecycle";
import { useProject } from "@/lib/project-context";
import { useAddressState } from "@/lib/use-address-state";
import { usePath } from "@/lib/use-path";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { ModelEditor } from "./model-editor";

/** The stages of a model: order, names, conditions; preview, draft, publish. */
export function LifecycleEditPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const [model] = useAddressState("model", "default");
  const asked = useQuery(modelQuery(project, model));
  const back = (
    <Link to={path("lifecycle")} search={{ model } as never}>
      <Button>{t("lifecycle.board")}</Button>
    </Link>
  );
  return (
    <Page
      title={t("lifecycle.editor.title", { name: asked.data?.title ?? model })}
      about={t("lifecycle.editor.about")}
      tools={back}
    >
      <Loaded asked={asked} rows={8}>
        {(found) => <ModelEditor key={found.draft_at ?? found.version} model={found} />}
      </Loaded>
    </Page>
  );
}
