import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { unmergePeople } from "@/api/identities";
import { useProject } from "@/lib/project-context";
import { RegroupModal } from "./regroup-modal";

interface Props {
  person: number;
  identities: number[];
}

/** Makes the picked identities another person, after a look at what that does. */
export function DetachPicked({ person, identities }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button danger onClick={() => setOpen(true)}>
        {t("identity.unmerge.action")}
      </Button>
      {open ? (
        <RegroupModal
          title={t("identity.unmerge.title")}
          rule={t("identity.unmerge.rule")}
          confirm={t("identity.unmerge.confirm")}
          said={t("identity.unmerge.done")}
          subject={`part ${person} ${identities.join(",")}`}
          run={(note, preview) => unmergePeople(project, { person_id: person, identities, note }, preview)}
          close={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
