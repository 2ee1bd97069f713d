import { Input } from "antd";
import { useTranslation } from "react-i18next";
import type { StageDraft } from "@/api/lifecycle";
import { ConditionBuilder } from "@/builders/condition/condition-builder";

interface Props {
  stage: StageDraft;
  first: boolean;
  onChange: (stage: StageDraft) => void;
}

/** What a stage is called, and who is in it. */
export function StageForm({ stage, first, onChange }: Props) {
  const { t } = useTranslation();
  const label = (language: "zh" | "en", text: string) =>
    onChange({ ...stage, label: { ...stage.label, [language]: text } });
  return (
    <section className="panel stack">
      <div className="row">
        {(["zh", "en"] as const).map((language) => (
          <div key={language}>
            <span className="note">{t(`lifecycle.editor.${language}`)}</span>
            <Input
              aria-label={t(`lifecycle.editor.${language}`)}
              maxLength={60}
              value={stage.label[language]}
              onChange={(event) => label(language, event.target.value)}
            />
          </div>
        ))}
        <span className="note">
          {t("lifecycle.editor.name")}: <code>{stage.name}</code>
        </span>
      </div>
      {first ? (
        <p className="note">{t("lifecycle.editor.first")}</p>
      ) : (
        <div className="stack">
          <strong>{t("lifecycle.editor.when")}</strong>
          <ConditionBuilder
            condition={stage.when ?? null}
            onChange={(when) => onChange({ ...stage, when })}
          />
        </div>
      )}
    </section>
  );
}
