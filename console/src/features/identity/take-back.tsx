import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { unmergePeople } from "@/api/identities";
import { useProject } from "@/lib/project-context";
import { RegroupModal } from "./regroup-modal";

/** Takes back what was said by hand, after a look at what that does. */
export function TakeBack({ claim }: { claim: string }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t("identity.history.takeBack")}
      </Button>
      {open ? (
        <RegroupModal
          title={t("identity.unmerge.takeBack")}
          rule={t("identity.unmerge.takeBackRule")}
          confirm={t("identity.history.takeBack")}
          said={t("identity.unmerge.takenBack")}
          subject={`claim ${claim}`}
          run={(note, preview) => unmergePeople(project, { claim_id: claim, note }, preview)}
          close={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
