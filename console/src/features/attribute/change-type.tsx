import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type AttributeFull, type AttributeType, changeType, typeFitQuery } from "@/api/attributes";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";

const TYPES: AttributeType[] = ["text", "number", "boolean", "time", "list"];

/** Reads an attribute as another type: how many values fit is shown before anything changes. */
export function ChangeType({ attribute, done }: { attribute: AttributeFull; done: () => void }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const { message } = App.useApp();
  const others = TYPES.filter((each) => each !== attribute.type);
  const [type, setType] = useState<AttributeType>(others[0] ?? "text");
  const fit = useQuery(typeFitQuery(project, attribute.name, type));
  const saving = useMutation({
    mutationFn: () => changeType(project, attribute.name, type),
    onSuccess: async () => {
      done();
      void message.success(t("attribute.rereading"));
      await client.invalidateQueries({ queryKey: [project, "attributes"] });
    },
  });
  return (
    <Panel title={t("attribute.changeType")} note={t("attribute.changeTypeHint")}>
      <div className="stack">
        <div className="row">
          <span>{t("attribute.readAs")}</span>
          <Select
            aria-label={t("attribute.readAs")}
            style={{ minWidth: 140 }}
            value={type}
            onChange={setType}
            options={others.map((value) => ({ value, label: t(`attribute.types.${value}`) }))}
          />
        </div>
        <Loaded asked={fit} rows={1}>
          {(found) => <Fit {...found} />}
        </Loaded>
        {saving.error ? <Problem error={saving.error} /> : null}
        <div className="row">
          <Button
            type="primary"
            disabled={!fit.data}
            loading={saving.isPending}
            onClick={() => saving.mutate()}
          >
            {t("attribute.changeType")}
          </Button>
          <Button onClick={done}>{t("common.cancel")}</Button>
        </div>
      </div>
    </Panel>
  );
}

function Fit({ fits, misfits, examples }: { fits: number; misfits: number; examples: string[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const counts = { fits: format.whole(fits), misfits: format.whole(misfits) };
  return (
    <div>
      {t(misfits > 0 ? "attribute.someFit" : "attribute.allFit", counts)}
      {examples.length > 0 ? (
        <div className="note">{t("attribute.misfitExamples", { values: examples.join(", ") })}</div>
      ) : null}
    </div>
  );
}
