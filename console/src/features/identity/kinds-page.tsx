import { useQuery } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type IdentityKind, identityKindsQuery } from "@/api/identities";
import { HeldFacts } from "@/builders/held-facts/held-facts";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { BlockedEverywhere } from "./blocked-everywhere";
import { KindEditor } from "./kind-editor";
import { KindTable } from "./kind-table";
import { RefusalCounts } from "./refusal-counts";
import { SquashPanel } from "./squash-panel";

/** The kinds of identity and their rules; changing them weighs everybody again. */
export function KindsPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const asked = useQuery(identityKindsQuery(project));
  const [edited, setEdited] = useState<IdentityKind | "new" | null>(null);
  const add = may("owner") ? (
    <Button type="primary" onClick={() => setEdited("new")}>
      {t("identity.kinds.add")}
    </Button>
  ) : null;
  return (
    <Page title={t("identity.kinds.title")} about={t("identity.kinds.about")} tools={add}>
      <Loaded asked={asked} rows={9}>
        {(known) => (
          <div className="stack">
            {known.job_id ? <Alert type="info" showIcon title={t("identity.kinds.working")} /> : null}
            <HeldFacts kind="identity" />
            <KindTable kinds={known.kinds} edit={setEdited} />
            <div className="grid">
              <div className="span-6">
                <BlockedEverywhere known={known} />
              </div>
              <div className="span-6">
                <RefusalCounts refusals={known.refusals} />
              </div>
            </div>
            <SquashPanel />
            {edited ? (
              <KindEditor
                known={known}
                kind={edited === "new" ? null : edited}
                close={() => setEdited(null)}
              />
            ) : null}
          </div>
        )}
      </Loaded>
    </Page>
  );
}
