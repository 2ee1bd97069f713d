import { HolderOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { StageDraft } from "@/api/lifecycle";
import { inLanguage } from "@/api/said";
import { useFormat } from "@/lib/use-format";

interface Props {
  stages: StageDraft[];
  at: number;
  onPick: (at: number) => void;
  onChange: (stages: StageDraft[], chosen?: number) => void;
}
const MOST = 12;
const LEAST = 3;
const STEPS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };

function moved(stages: StageDraft[], from: number, to: number): StageDraft[] {
  const next = stages.filter((_, n) => n !== from);
  const stage = stages[from];
  return stage ? [...next.slice(0, to), stage, ...next.slice(to)] : stages;
}

/** A name that no stage has. */
function freeName(stages: StageDraft[]): string {
  const names = stages.map((each) => each.name);
  let n = stages.length + 1;
  while (names.includes(`stage_${n}`)) n += 1;
  return `stage_${n}`;
}

/** The stages in the order of a life: dragged, or moved by the arrow keys with Alt. */
export function StageList({ stages, at, onPick, onChange }: Props) {
  const { t } = useTranslation();
  const { language } = useFormat();
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const move = (from: number, to: number) => {
    if (to >= 0 && to < stages.length && from !== to) onChange(moved(stages, from, to), to);
  };
  const add = () => {
    const name = freeName(stages);
    const stage = { name, label: { zh: name, en: name }, when: { all: [] } };
    onChange([...stages, stage], stages.length);
  };
  return (
    <section className="panel stack">
      <div>
        <strong>{t("lifecycle.editor.stages")}</strong>
        <div className="note">{t("lifecycle.editor.drag")}</div>
      </div>
      <ol className="stage-list" data-testid="stage-list">
        {stages.map((stage, n) => (
          <li key={stage.name}>
            <button
              type="button"
              draggable
              aria-current={n === at}
              className={`stage-pick ${n === at ? "chosen" : ""} ${n === over ? "over" : ""}`}
              onClick={() => onPick(n)}
              onKeyDown={(event) => {
                const step = STEPS[event.key];
                if (!step) return;
                event.preventDefault();
                move(n, n + step);
              }}
              onDragStart={() => setDragged(n)}
              onDragEnd={() => {
                setDragged(null);
                setOver(null);
              }}
              onDragOver={(event) => {
                event.preventDefault();
                setOver(n);
              }}
              onDrop={() => dragged !== null && move(dragged, n)}
            >
              <HolderOutlined />
              <span className="place">{n + 1}</span>
              <span>{inLanguage(stage.label, language)}</span>
            </button>
          </li>
        ))}
      </ol>
      <div className="row">
        <Button disabled={stages.length >= MOST} onClick={add}>
          {t("lifecycle.editor.add")}
        </Button>
        <Button
          disabled={stages.length <= LEAST}
          onClick={() =>
            onChange(
              stages.filter((_, n) => n !== at),
              at - 1,
            )
          }
        >
          {t("lifecycle.editor.remove")}
        </Button>
      </div>
    </section>
  );
}
