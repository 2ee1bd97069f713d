import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Condition } from "@/api/condition-types";
import { DraggingContext } from "./dragging";
import { Estimate } from "./estimate";
import { GroupEditor } from "./group-editor";
import { moveLine, type Path, pathByKey } from "./move";
import { type Refused, RefusedContext } from "./problem-place";
import { asNode, rootGroup } from "./tree";
import { useDescribed } from "./use-describe";

interface Props {
  condition: Condition | null;
  onChange: (condition: Condition) => void;
}

/** Which people: a sentence of clickable words, the same tree as boxes, and how many meet it now. */
export function ConditionBuilder({ condition, onChange }: Props) {
  const { t } = useTranslation();
  const [mode, setMode] = useState<"sentence" | "structured" | "json">("sentence");
  const [line, drag] = useState<Path | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const group = rootGroup(condition);
  const said = useDescribed(asNode(group));
  const move = (from: Path, to: Path) => onChange(asNode(moveLine(group, from, to)));
  const byKey = (from: Path, key: string) => {
    const to = pathByKey(group, from, key);
    if (to) move(from, to);
    return to !== null;
  };
  return (
    <div className="stack">
      <p className="said" data-testid="said">
        {said}
      </p>
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
        <DraggingContext value={{ line, drag, move, byKey }}>
          <RefusedContext value={refused}>
            <div className={`sentence ${mode}`}>
              <GroupEditor
                group={group}
                path={[]}
                at="condition"
                text={t("rule.startAll")}
                onChange={(next) => onChange(asNode(next))}
              />
            </div>
          </RefusedContext>
        </DraggingContext>
      )}
      <Estimate condition={asNode(group)} onRefused={setRefused} />
    </div>
  );
}
