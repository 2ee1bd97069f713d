import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, InputNumber } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import { identityKindsQuery } from "@/api/identities";
import { type MatchRules, type RuleField, saveMatchRules } from "@/api/matches";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { Problem } from "@/ui/problem";
import { RuleFieldLine } from "./rule-field-line";

const whole = (field: MatchRules["fields"][number]): RuleField => ({
  name: field.name,
  kind: field.kind,
  attributes: field.attributes ?? [],
  identities: field.identities ?? [],
});
const EMPTY: RuleField = { name: "", kind: "name", attributes: [], identities: [] };

interface Row {
  id: number;
  field: RuleField;
}

/** Fields, where they come from, and from when a pair is proposed or merged. */
export function MatchRulesForm({ rules, close }: { rules: MatchRules; close: () => void }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const may = useMay();
  const catalogue = useQuery(catalogueQuery(project));
  const kinds = useQuery(identityKindsQuery(project));
  const [rows, setRows] = useState<Row[]>(rules.fields.map((field, id) => ({ id, field: whole(field) })));
  const [proposeAt, setProposeAt] = useState(rules.propose_at ?? 0.5);
  const [acceptAt, setAcceptAt] = useState<number | null>(rules.accept_at ?? null);
  const saving = useMutation({
    mutationFn: () =>
      saveMatchRules(project, {
        fields: rows.map(({ field }) => field),
        propose_at: proposeAt,
        accept_at: acceptAt,
      }),
    onSuccess: async () => {
      close();
      await client.invalidateQueries({ queryKey: [project, "match-rules"] });
    },
  });
  const change = (id: number, field: RuleField) =>
    setRows(rows.map((row) => (row.id === id ? { id, field } : row)));
  const add = () => setRows([...rows, { id: Math.max(-1, ...rows.map((row) => row.id)) + 1, field: EMPTY }]);
  const probability = (label: string, value: number | null, set: (value: number | null) => void) => (
    <InputNumber
      min={0.01}
      max={0.9999}
      step={0.05}
      aria-label={label}
      placeholder={t("match.rules.never")}
      value={value}
      style={{ width: 140 }}
      onChange={set}
    />
  );
  return (
    <Form layout="vertical" disabled={!may("operator")} onFinish={() => saving.mutate()}>
      {rules.saved ? null : <Alert type="info" title={t("match.rules.drafted")} />}
      <div className="scroll">
        <table className="plain">
          <thead>
            <tr>
              <th>{t("match.rules.field")}</th>
              <th>{t("match.rules.kind")}</th>
              <th>{t("match.rules.attributes")}</th>
              <th>{t("match.rules.identities")}</th>
              <th>
                <span className="visually-hidden">{t("common.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, field }) => (
              <RuleFieldLine
                key={id}
                field={field}
                attributes={catalogue.data?.attributes.map((each) => each.name) ?? []}
                identities={kinds.data?.kinds.map((each) => each.kind) ?? []}
                onChange={(next) => change(id, next)}
                onRemove={() => setRows(rows.filter((row) => row.id !== id))}
              />
            ))}
          </tbody>
        </table>
      </div>
      <div className="stack" style={{ marginTop: 16 }}>
        <div>
          <Button size="small" onClick={add}>
            {t("match.rules.add")}
          </Button>
        </div>
        <div className="row">
          <span>{t("match.rules.proposeAt")}</span>
          {probability(t("match.rules.proposeAt"), proposeAt, (value) => setProposeAt(value ?? 0.5))}
          <span>{t("match.rules.acceptAt")}</span>
          {probability(t("match.rules.acceptAt"), acceptAt, setAcceptAt)}
        </div>
        <span className="note">{t("match.rules.acceptHint")}</span>
        {saving.error ? <Problem error={saving.error} /> : null}
        {may("operator") ? (
          <div>
            <Button type="primary" htmlType="submit" loading={saving.isPending}>
              {t("common.save")}
            </Button>
          </div>
        ) : null}
      </div>
    </Form>
  );
}
