import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { matchRulesQuery } from "@/api/matches";
import { useProject } from "@/lib/project-context";
import { Dialog } from "@/ui/dialog";
import { Loaded } from "@/ui/loaded";
import { MatchRulesForm } from "./match-rules-form";

/** Opens what is compared. */
export function MatchRulesButton() {
  const { t } = useTranslation();
  const { project } = useProject();
  const [open, setOpen] = useState(false);
  const rules = useQuery({ ...matchRulesQuery(project), enabled: open });
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("match.rules.edit")}</Button>
      <Dialog open={open} width={860} title={t("match.rules.title")} close={() => setOpen(false)}>
        <Loaded asked={rules}>
          {(answer) => <MatchRulesForm rules={answer} close={() => setOpen(false)} />}
        </Loaded>
      </Dialog>
    </>
  );
}
