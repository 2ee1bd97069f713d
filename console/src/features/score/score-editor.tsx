import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, Form, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ScoreDefinition, type ScoreDraft, scorePreviewQuery } from "@/api/scores";
import { NameFields } from "@/builders/label/name-fields";
import { useProject } from "@/lib/project-context";
import { useSettled } from "@/lib/use-settled";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";
import { BandsEditor } from "./bands-editor";
import { RulesEditor } from "./rules-editor";
import { behindDraft } from "./score-names";
import { ScoreSpreadPanels } from "./score-spread";

interface Props {
  first: ScoreDraft;
  saving: boolean;
  error: unknown;
  onSave: (draft: ScoreDraft) => void;
}

/** Rules, fading, bounds and bands; how people would be spread; and what the score is called. */
export function ScoreEditor({ first, saving, error, onSave }: Props) {
  const { t } = useTranslation();
  const [definition, setDefinition] = useState<ScoreDefinition>(first.definition);
  const ready = isWhole(definition);
  return (
    <div className="stack">
      <Panel title={t("score.rules")}>
        <div className="stack">
          <RulesEditor
            rules={definition.rules}
            onChange={(rules) => setDefinition({ ...definition, rules })}
          />
          <Fading definition={definition} onChange={setDefinition} />
          <BandsEditor
            bands={definition.bands ?? []}
            onChange={(bands) => setDefinition({ ...definition, bands })}
          />
        </div>
      </Panel>
      <Preview definition={definition} />
      <Panel>
        <Form<ScoreDraft>
          layout="vertical"
          requiredMark={false}
          initialValues={first}
          onFinish={(draft) => onSave({ ...draft, name: draft.name.trim(), definition })}
        >
          <ScoreFields />
          {error ? <Problem error={error} /> : null}
          <Button type="primary" htmlType="submit" disabled={!ready} loading={saving}>
            {t("common.save")}
          </Button>
        </Form>
      </Panel>
    </div>
  );
}

function ScoreFields() {
  const { t } = useTranslation();
  const schedules = (["live", "daily"] as const).map((value) => ({
    value,
    label: t(`score.schedules.${value}`),
  }));
  return (
    <div className="grid">
      <NameFields hint={t("score.nameHint")} />
      <Form.Item className="span-8" name="description" label={t("tag.description")}>
        <Input maxLength={2000} />
      </Form.Item>
      <Form.Item className="span-4" name="schedule" label={t("score.schedule")}>
        <Select options={schedules} />
      </Form.Item>
    </div>
  );
}

interface FadingProps {
  definition: ScoreDefinition;
  onChange: (definition: ScoreDefinition) => void;
}

function Fading({ definition, onChange }: FadingProps) {
  const { t } = useTranslation();
  const { half_life, ...lasting } = definition;
  const bound = (key: "min" | "max", value: number | null) => {
    const { [key]: _, ...others } = definition.bounds ?? {};
    onChange({ ...definition, bounds: value === null ? others : { ...others, [key]: value } });
  };
  return (
    <div className="row">
      <InputNumber
        min={1}
        max={3650}
        style={{ width: 320 }}
        prefix={t("score.halfLife")}
        aria-label={t("score.halfLife")}
        value={half_life ? Number.parseInt(half_life, 10) : null}
        onChange={(days) => onChange(days ? { ...definition, half_life: `${days}d` } : lasting)}
      />
      {(["min", "max"] as const).map((key) => (
        <InputNumber
          key={key}
          style={{ width: 160 }}
          prefix={t(key === "min" ? "score.least" : "score.most")}
          aria-label={t(key === "min" ? "score.least" : "score.most")}
          value={definition.bounds?.[key] ?? null}
          onChange={(value) => bound(key, value)}
        />
      ))}
    </div>
  );
}

function Preview({ definition }: { definition: ScoreDefinition }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const asked = JSON.parse(useSettled(JSON.stringify(definition), 400)) as ScoreDefinition;
  const whole = isWhole(asked);
  const preview = useQuery({
    ...scorePreviewQuery(project, asked),
    enabled: whole,
    placeholderData: keepPreviousData,
  });
  if (!whole) return <Panel title={t("tag.preview")}>{t("score.incomplete")}</Panel>;
  return (
    <Loaded asked={preview} rows={4}>
      {(spread) => (
        <div data-testid="score-preview">
          <ScoreSpreadPanels
            spread={spread}
            behindBand={(band, title) => behindDraft(asked, band, title)}
            behindBar={(start, end) => behindDraft(asked, { start, end }, `${start}–${end}`)}
          />
        </div>
      )}
    </Loaded>
  );
}

function isWhole({ rules }: ScoreDefinition): boolean {
  return rules.length > 0 && rules.every((rule) => rule.event !== "" && rule.points !== 0);
}
