import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { costsQuery, saveCosts } from "@/api/value";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { useFailure } from "@/ui/use-failure";

/** Lines of `source, 2026-05, 1200`; others are left out. */
function costsOf(text: string) {
  return text
    .split("\n")
    .map((line) => line.split(/[,\t]/).map((part) => part.trim()))
    .flatMap(([source, month, spend]) =>
      source && /^\d{4}-\d{2}/.test(month ?? "") && Number.isFinite(Number(spend)) && spend
        ? [{ source, month: `${month?.slice(0, 7)}-01`, spend }]
        : [],
    );
}

/** What was spent by source, against what its people bring. */
export function Costs() {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const may = useMay();
  const asked = useQuery(costsQuery(project));
  return (
    <Panel title={t("value.costs")} note={t("value.costsNote")}>
      <div className="stack">
        <Loaded asked={asked} rows={3}>
          {({ sources }) =>
            sources.length === 0 ? (
              <span className="note">{t("value.cost.none")}</span>
            ) : (
              <table className="plain" aria-label={t("value.costs")}>
                <thead>
                  <tr>
                    {(["source", "spend", "people", "cac", "ltv", "ratio", "payback"] as const).map(
                      (name) => (
                        <th key={name} scope="col" className={name === "source" ? "" : "num"}>
                          {t(`value.cost.${name}`)}
                        </th>
                      ),
                    )}
                  </tr>
                </thead>
                <tbody>
                  {sources.map((each) => (
                    <tr key={each.source}>
                      <td>{each.source}</td>
                      <td className="num">{format.money(each.spend)}</td>
                      <td className="num">
                        <PeopleNumber
                          value={each.people}
                          behind={{
                            title: each.source,
                            source: { kind: "named", named: { value: { won_by: each.source } } },
                          }}
                        />
                      </td>
                      <td className="num">{format.money(each.cac)}</td>
                      <td className="num">{format.money(each.ltv)}</td>
                      <td className="num">{each.ratio === null ? "–" : each.ratio.toFixed(1)}</td>
                      <td className="num">
                        {each.payback_months === null
                          ? t("value.cost.notYet")
                          : t("value.cost.months", { n: each.payback_months })}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )
          }
        </Loaded>
        {may("analyst") ? <AddCosts /> : null}
      </div>
    </Panel>
  );
}

function AddCosts() {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const { message } = App.useApp();
  const fail = useFailure();
  const [text, setText] = useState("");
  const costs = costsOf(text);
  const saving = useMutation({
    mutationFn: () => saveCosts(project, costs),
    onSuccess: async () => {
      setText("");
      void message.success(t("common.saved"));
      await client.invalidateQueries({ queryKey: [project, "acquisition-costs"] });
    },
    onError: fail,
  });
  return (
    <div className="row">
      <Input.TextArea
        rows={2}
        style={{ maxWidth: 420 }}
        aria-label={t("value.cost.add")}
        placeholder={t("value.cost.example")}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button disabled={costs.length === 0} loading={saving.isPending} onClick={() => saving.mutate()}>
        {t("value.cost.save", { n: costs.length })}
      </Button>
    </div>
  );
}
