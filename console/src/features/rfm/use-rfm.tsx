import { useMutation } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import type { RfmQuery } from "@/api/query-types";
import { keepRfm } from "@/api/rfm";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { Problem } from "@/ui/problem";

/** Makes the question the project's RFM: conditions and the person page speak of it from then on. */
export function UseRfm({ query }: { query: RfmQuery }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const { message } = App.useApp();
  const keep = useMutation({
    mutationFn: () => keepRfm(project, query),
    onSuccess: () => void message.success(t("lifecycle.rfm.used")),
  });
  if (!may("analyst")) return null;
  return (
    <div className="row">
      <Button loading={keep.isPending} onClick={() => keep.mutate()}>
        {t("lifecycle.rfm.use")}
      </Button>
      {keep.error ? <Problem error={keep.error} /> : null}
    </div>
  );
}
