import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Condition } from "@/api/condition-types";
import { Estimate } from "./estimate";
import { GroupEditor } from "./group-editor";
import { asNode, rootGroup } from "./tree";

interface Props {
  condition: Condition | null;
  onChange: (condition: Condition) => void;
}

/** Which people: a sentence of clickable words, the same tree as boxes, and how many meet it now. */
export function ConditionBuilder({ condition, onChange }: Props) {
  const { t } = useTranslation();
  const [mode, setMode] = useState<"sentence" | "structured" | "json">("sentence");
  const group = rootGroup(condition);
  return (
    <div className="stack">
      <Segmented
        size="small"
        style={{ alignSelf: "flex-start" }}
        value={mode}
        onChange={setMode}
        options={[
          { value: "sentence", label: t("rule.sentenceMode") },
          { value: "structured", label: t("rule.structureMode") },
          { value: "json", label: "JSON" },
        ]}
      />
      {mode === "json" ? (
        <pre className="panel json">{JSON.stringify(asNode(group), null, 2)}</pre>
      ) : (
        <div className={`sentence ${mode}`}>
          <GroupEditor group={group} text={t("rule.startAll")} onChange={(next) => onChange(asNode(next))} />
        </div>
      )}
      <Estimate condition={asNode(group)} />
    </div>
  );
}
