import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { IdentityKinds } from "@/api/identities";
import { useMay } from "@/lib/use-may";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";
import { linesOf, useSaveKinds } from "./use-save-kinds";

/** Values that join nobody, whatever their kind. */
export function BlockedEverywhere({ known }: { known: IdentityKinds }) {
  const { t } = useTranslation();
  const may = useMay();
  const [text, setText] = useState(known.blocked.join("\n"));
  const saving = useSaveKinds(known, () => undefined);
  const changed = linesOf(text).join("\n") !== known.blocked.join("\n");
  return (
    <Panel title={t("identity.kinds.blockedEverywhere")}>
      <div className="stack">
        <Input.TextArea
          className="code"
          aria-label={t("identity.kinds.blockedEverywhere")}
          rows={6}
          disabled={!may("owner")}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="note">{t("identity.kinds.blockedHint")}</div>
        {saving.error ? <Problem error={saving.error} /> : null}
        {may("owner") ? (
          <div>
            <Button
              disabled={!changed}
              loading={saving.isPending}
              onClick={() => saving.mutate((draft) => ({ ...draft, blocked: linesOf(text) }))}
            >
              {t("common.save")}
            </Button>
          </div>
        ) : null}
      </div>
    </Panel>
  );
}
